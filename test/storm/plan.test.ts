import { EDGES, describe as inWords, planStorm } from './plan';

test('the same seed plans the same storm, and another seed another', () => {
  expect(planStorm(7, 60)).toEqual(planStorm(7, 60));
  expect(planStorm(8, 60)).not.toEqual(planStorm(7, 60));
});

test.each([1, 2, 3])('a minute of seed %d kills everybody who may be killed, and has every kind of fault', (seed) => {
  const steps = planStorm(seed, 60);
  const words = steps.map(inWords);
  for (const killed of ['kill a', 'kill b', 'kill database']) expect(words).toContain(killed);
  const kinds = new Set(steps.map((step) => (step.kind === 'fault' ? step.fault.kind : step.kind)));
  const faults = ['latency', 'stall', 'reset', 'black-hole', 'lost-reply'];
  expect([...kinds].toSorted()).toEqual(['freeze', 'kill', ...faults].toSorted());
  const times = steps.map(({ atMs }) => atMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times.at(-1)).toBeLessThan(60_000);
});

test('ten minutes have faults on every wire', () => {
  const edges = new Set(planStorm(1, 600).flatMap((step) => (step.kind === 'fault' ? [step.edge] : [])));
  expect([...edges].toSorted()).toEqual([...EDGES].toSorted());
});
