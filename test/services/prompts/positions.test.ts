import { parseTemplate } from '../../../src/services/prompts/template';
import { variablesOf } from '../../../src/services/prompts/variables-of';

/** Milliseconds of computing. */
function cpuOf(work: () => void): number {
  const started = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

test('to look through a long prompt for its variables takes hardly more than to read it', () => {
  const template = '{{a}}'.repeat(9990);
  const reading = cpuOf(() => parseTemplate(template));
  expect(cpuOf(() => expect(variablesOf(template)).toEqual(['a']))).toBeLessThan(3 * reading);
});

test('a default counts where it stands, on whatever line', () => {
  expect(variablesOf('{{ a }}\n\n {{ b | default: "x" }}{{ c }}\n{{ d | default: "y" }}')).toEqual(['a', 'c']);
});
