/** What all test files share. */
export interface Shared {
  /** The migrated template: copy it, never write to it. */
  databaseUrl: string;
  simulatorUrl: string;
  speed: number;
}

/** Where the shared parts are. */
export function shared(): Shared {
  return JSON.parse(process.env.TEST_SHARED ?? '{}') as Shared;
}
