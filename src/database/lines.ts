import { Socket } from 'node:net';

/** The sockets to the database, so that all can be given up at once: one that is frozen or cut off closes none itself. */
export class Lines {
  private readonly sockets = new Set<Socket>();

  /** A socket for pg to connect. */
  readonly open = (): Socket => {
    const socket = new Socket();
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    return socket;
  };

  /** Gives all up; what waits for an answer on them fails. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}
