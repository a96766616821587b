import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whose requests are sent. */
export interface Caller {
  key: string;
  agentId: string;
}

/** What a request came to. */
export interface Answer {
  kind: 'place' | 'list' | 'account' | 'graphql';
  /** When it was sent, in milliseconds since the clients began. */
  at: number;
  /** How long it took, in milliseconds. */
  ms: number;
  /** 0: there was none. */
  status: number;
  retryAfter: string | null;
  body: string;
}

const CLIENTS = 12;
const PAUSE_MS = 50;
const PATIENCE_MS = 60_000;
const KINDS = ['place', 'list', 'account', 'graphql'] as const;
const LIST = JSON.stringify({ query: '{ calls(first: 5) { edges { node { id status } } } }' });

/** Clients that ask all the time, one request after the other, and try nothing again. */
export class Clients {
  readonly answers: Answer[] = [];
  private readonly begun = performance.now();
  private readonly loops: Promise<void>[];
  private over = false;

  constructor(
    private readonly url: string,
    private readonly caller: Caller,
  ) {
    this.loops = Array.from({ length: CLIENTS }, (_, index) => this.ask(KINDS[index % KINDS.length] ?? 'list'));
  }

  /** Milliseconds since the clients began. */
  now(): number {
    return performance.now() - this.begun;
  }

  /** Resolves when everything is answered. */
  async stop(): Promise<void> {
    this.over = true;
    await Promise.all(this.loops);
  }

  /** Ids of the calls that were accepted. */
  placed(): string[] {
    const accepted = this.answers.filter(({ kind, status }) => kind === 'place' && status === 200);
    return accepted.map(({ body }) => JSON.parse(body).data.call.id);
  }

  private async ask(kind: Answer['kind']): Promise<void> {
    while (!this.over) {
      const at = this.now();
      const answer = await this.send(kind).catch((error: Error) => ({
        status: 0,
        retryAfter: null,
        body: error.message,
      }));
      this.answers.push({ kind, at, ms: this.now() - at, ...answer });
      await sleep(PAUSE_MS);
    }
  }

  private async send(kind: Answer['kind']): Promise<Pick<Answer, 'status' | 'retryAfter' | 'body'>> {
    const toNumber = `+1415${randomInt(1_000_000, 9_999_999)}`;
    const [path, body] = {
      place: ['/api/v1/calls', JSON.stringify({ toNumber, agentId: this.caller.agentId })],
      list: ['/api/v1/calls?limit=5'],
      account: ['/api/v1/account'],
      graphql: ['/graphql', LIST],
    }[kind] as [string, string?];
    const response = await fetch(this.url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'X-API-Key': this.caller.key, 'Content-Type': 'application/json' },
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return { status: response.status, retryAfter: response.headers.get('Retry-After'), body: await response.text() };
  }
}
