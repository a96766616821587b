const DEFAULT_PORT = 4010;
const DEFAULT_SPEED = 20;

/** How the simulator's process runs. */
export interface SimulatorSettings {
  readonly port: number;
  readonly speed: number;
}

/**
 * Reads SIMULATOR_PORT and SIMULATOR_SPEED. A child of a server takes any free port, as it tells its parent which. Throws
 * an error for people when a value is of no use.
 */
export function readSettings(env: NodeJS.ProcessEnv, { forked }: { readonly forked: boolean }): SimulatorSettings {
  return {
    port: readPort(env.SIMULATOR_PORT) ?? (forked ? 0 : DEFAULT_PORT),
    speed: readSpeed(env.SIMULATOR_SPEED) ?? DEFAULT_SPEED,
  };
}

function readPort(text: string | undefined): number | undefined {
  if (!text) return undefined;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new Error(`SIMULATOR_PORT must be a port, 0 to 65535, not '${text}'.`);
  }
  return Number(text);
}

function readSpeed(text: string | undefined): number | undefined {
  if (!text) return undefined;
  const speed = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || speed < 0.1 || speed > 1000) {
    throw new Error(`SIMULATOR_SPEED must be a number from 0.1 to 1000, not '${text}'.`);
  }
  return speed;
}
