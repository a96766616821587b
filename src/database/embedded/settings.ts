import { EmbeddedPostgresError } from './errors';

const DEFAULTS: Readonly<Record<string, string>> = {
  // Comes first so that it holds for complaints about the other settings.
  log_line_prefix: '',
  max_connections: '100',
  shared_buffers: '128MB',
  max_wal_size: '512MB',
  // Nobody replicates from this server, so its log need only be enough for recovery after a crash: less to write.
  wal_level: 'minimal',
  max_wal_senders: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  // Messages go into the product's log: no statements and no values there, they may be about people.
  log_checkpoints: 'off',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

/** Nothing survives a crash with these, but then nothing is meant to. */
const EPHEMERAL: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
};

/** Refuses settings that are none, and those that the connection string depends upon. */
export function checkSettings(overrides: Readonly<Record<string, string>> = {}): void {
  for (const name of Object.keys(overrides)) {
    if (!/^[a-z_][a-z0-9_.]*$/.test(name)) throw new EmbeddedPostgresError(`"${name}" is no name of a setting`);
    if (name in fixedSettings('') || name === 'data_directory') {
      throw new EmbeddedPostgresError(`the setting ${name} of the embedded database cannot be changed`);
    }
  }
}

/** All settings of the server: ours, then the caller's, then those that cannot be changed. */
export function composeSettings(
  socketDirectory: string,
  ephemeral: boolean,
  overrides: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return { ...DEFAULTS, ...(ephemeral ? EPHEMERAL : {}), ...overrides, ...fixedSettings(socketDirectory) };
}

function fixedSettings(socketDirectory: string): Record<string, string> {
  return {
    listen_addresses: '',
    // A list of directories: quoted, a comma or a space in ours is no separator.
    unix_socket_directories: `"${socketDirectory.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    port: '5432',
  };
}
