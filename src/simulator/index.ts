import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Carrier } from './calls/carrier';
import { createApp } from './http/app';
import type { Log } from './log';

export interface SimulatorOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** How many times faster than ours the time of calls runs; 20 by default. */
  readonly speed?: number;
  readonly log?: Log;
}

export interface Simulator {
  /** Its base URL, to stand in for https://api.twilio.com. */
  readonly url: string;
  readonly port: number;
  /** Stops at once: calls, callbacks and connections are dropped where they are. */
  close(): Promise<void>;
}

/** Longer than clients keep an idle connection, so that none is closed just as a create is written to it. */
const KEEP_ALIVE_MS = 75_000;

/** Starts a carrier that speaks Twilio's protocol, on 127.0.0.1 only. Rejects when the port cannot be had. */
export async function startSimulator({
  port = 0,
  speed = 20,
  log = () => {},
}: SimulatorOptions = {}): Promise<Simulator> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: actualPort } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${actualPort}`;
  const carrier = new Carrier(speed, log, url);
  server.on('request', createApp(carrier).callback());

  return {
    url,
    port: actualPort,
    async close() {
      carrier.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
