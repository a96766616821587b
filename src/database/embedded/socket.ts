import { connect } from 'node:net';

/** The socket's file name: PostgreSQL's own convention for port 5432. */
export const SOCKET_NAME = '.s.PGSQL.5432';

/** Where the socket's directory is unless that path is too long. */
export function socketDirectoryIn(home: string): string {
  return `${home}/socket`;
}

/** Where the socket is unless that path is too long. */
export function socketIn(home: string): string {
  return `${socketDirectoryIn(home)}/${SOCKET_NAME}`;
}

/** Whether a server accepts connections on a socket. */
export function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    const finish = (answer: boolean) => {
      connection.destroy();
      resolve(answer);
    };
    connection.once('connect', () => finish(true));
    connection.once('error', () => finish(false));
  });
}
