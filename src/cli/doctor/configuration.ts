import { describeVariables } from '../../config';
import { redact } from '../../log';

/** The variables that are set, secrets masked. A database URL may hide its password in several places: all is masked. */
export function describeConfiguration(environment: NodeJS.ProcessEnv): Record<string, string> {
  const set = describeVariables().flatMap(({ name, secret }) => {
    const value = environment[name]?.trim();
    return value ? [[name, secret ? '(set, not shown)' : redact(value)] as const] : [];
  });
  return Object.fromEntries(set);
}
