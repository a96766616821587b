import { runHttpTool } from '../../../../src/conversation/tools/run-http-tool';
import { agentSettings } from '../../../../src/services/agents/settings';
import type { Service } from './service';

const PARAMETERS = {
  type: 'object',
  properties: { day: { type: 'string' }, people: { type: 'integer' } },
  required: ['day'],
};
export const SECRET = 'Bearer very-secret';

interface Use {
  service: Service;
  /** Receives what is logged. */
  lines: object[];
  input?: unknown;
  tool?: object;
  allowPrivateAddresses?: boolean;
  signal?: AbortSignal;
}

/** Uses a tool of the service. */
export function useTool({
  service,
  lines,
  input = { day: 'Monday' },
  tool = {},
  allowPrivateAddresses = true,
  signal,
}: Use) {
  const [parsed] = agentSettings.parse({
    tools: [
      {
        name: 'book',
        description: 'Books.',
        url: `http://localhost:${service.port}/book`,
        parameters: PARAMETERS,
        secretHeaders: { Authorization: SECRET },
        ...tool,
      },
    ],
  }).tools;
  const log = { debug: (line: object) => lines.push(line), warn: (line: object) => lines.push(line) };
  const context = { callId: 'the-call', idempotencyKey: 'the-use', allowPrivateAddresses, log: log as never };
  const written = typeof input === 'string' ? input : JSON.stringify(input);
  return runHttpTool(parsed as NonNullable<typeof parsed>, written, context, signal ?? new AbortController().signal);
}
