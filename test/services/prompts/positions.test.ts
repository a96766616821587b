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
  // The best of some: a busy machine may collect garbage in the middle of one.
  const ratios = ['a', 'b', 'c', 'd', 'e'].map((name) => {
    const template = `{{${name}}}`.repeat(4000);
    const reading = cpuOf(() => parseTemplate(template));
    return cpuOf(() => expect(variablesOf(template)).toEqual([name])) / reading;
  });
  expect(Math.min(...ratios)).toBeLessThan(2);
});

test('a default counts where it stands, on whatever line', () => {
  expect(variablesOf('{{ a }}\n\n {{ b | default: "x" }}{{ c }}\n{{ d | default: "y" }}')).toEqual(['a', 'c']);
});
