/** A failure to start or run the embedded database. The message is one line for people: what happened and what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/** Another process is at work on the database, or about to be. */
export class DatabaseInUseError extends EmbeddedPostgresError {}

/** The way out that always exists, for the end of a message. */
export const USE_ANOTHER_SERVER = 'set DATABASE_URL to use a PostgreSQL server of your own';

const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied; set DATA_DIR to a directory that this user may write to',
  EPERM: 'operation not permitted; set DATA_DIR to a directory that this user may write to',
  EROFS: 'the file system is read-only; set DATA_DIR to a directory that can be written to',
  ENOSPC: 'the disk is full; free some space or set DATA_DIR to a directory on another disk',
  EDQUOT: 'the disk quota is used up; free some space or set DATA_DIR to a directory on another disk',
  ENOTDIR: 'something on the way to it is a file, not a directory; move it away or set another DATA_DIR',
  EEXIST: 'a file is in its place; move it away or set another DATA_DIR',
  ENAMETOOLONG: 'the path is too long; set a shorter DATA_DIR',
};

/** Turns a file system error into one that tells what was being done and what helps. Other errors keep their message. */
export function fileError(doing: string, cause: unknown): EmbeddedPostgresError {
  if (cause instanceof EmbeddedPostgresError) return cause;
  const problem = FILE_PROBLEMS[errorCode(cause) ?? ''] ?? errorMessage(cause);
  return new EmbeddedPostgresError(`cannot ${doing}: ${problem}`, { cause });
}

/** The `code` of a Node.js system error, such as ENOENT. */
export function errorCode(error: unknown): string | undefined {
  // No `instanceof Error`: in a test runner's sandbox the system's errors are of another class of that name.
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/** The message of anything thrown. */
export function errorMessage(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}

/** A failed program's last words on one line, with advice where the cause is a well-known one. */
export function describeOutput(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '' && !/^(initdb: removing|child process exited)/.test(line));
  const said = lines.slice(-5).join(' | ') || 'no output';
  if (/no space left on device|disk quota exceeded/i.test(output)) return `${said} (${FILE_PROBLEMS.ENOSPC})`;
  if (/could not create shared memory|could not resize shared memory/i.test(output)) {
    return `${said} (shared memory is short here; lower shared_buffers or ${USE_ANOTHER_SERVER})`;
  }
  return said;
}
