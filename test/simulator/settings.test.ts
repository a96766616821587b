import { readSettings } from '../../src/simulator/settings';

describe("the settings of the simulator's process", () => {
  it('have defaults', () => {
    expect(readSettings({}, { forked: false })).toEqual({ port: 4010, speed: 20 });
  });

  it('take any free port in a child, unless one is set', () => {
    expect(readSettings({}, { forked: true }).port).toBe(0);
    expect(readSettings({ SIMULATOR_PORT: '4711' }, { forked: true }).port).toBe(4711);
  });

  it.each(['0.1', '.5', '7.25', '1000'])('take %s as a speed', (speed) => {
    expect(readSettings({ SIMULATOR_SPEED: speed }, { forked: false }).speed).toBe(Number(speed));
  });

  it.each(['0', '0.09', '1001', 'fast', '-3', '1e2', ' 5', 'NaN', 'Infinity'])('refuse %s as a speed', (speed) => {
    expect(() => readSettings({ SIMULATOR_SPEED: speed }, { forked: false })).toThrow(/SIMULATOR_SPEED.*0\.1 to 1000/);
  });

  it.each(['http', '65536', '-1', '4010.5'])('refuse %s as a port', (port) => {
    expect(() => readSettings({ SIMULATOR_PORT: port }, { forked: false })).toThrow(/SIMULATOR_PORT/);
  });
});
