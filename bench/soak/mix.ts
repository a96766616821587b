import { print } from 'graphql';
import { V1GetCallDocument } from '../../src/rest/documents.generated';
import { randomNumber, type Tenant } from '../fixture';
import { httpRequest } from '../load';
import type { Shot } from './open-loop';

/** A call that may be asked for. */
interface Known {
  key: string;
  id: string;
}

/** What of ten requests is what. */
const SHARES: Array<[kind: keyof Mix['make'], tenths: number]> = [
  ['POST call', 2],
  ['REST detail', 3],
  ['GraphQL detail', 2],
  ['REST list', 2],
  ['account', 1],
];
const KINDS = SHARES.flatMap(([kind, tenths]) => Array.from({ length: tenths }, () => kind));

/** Numbers that are busy and that nobody answers; all others are answered. */
const UNANSWERED = ['+15005550010', '+15005550011'];
/** The latest calls, half of all that are asked for: clients watch what they have placed. */
const RECENT = 500;

const GET_CALL = print(V1GetCallDocument);

/** What clients do all day: they place calls, watch them, and look at lists and credits. */
export class Mix {
  private readonly recent: Known[] = [];
  private placed = 0;

  constructor(private readonly tenants: Tenant[]) {}

  readonly next = (): Shot => {
    const kind = oneOf(KINDS);
    return { kind, ...this.make[kind]() };
  };

  private readonly make = {
    'POST call': () => {
      const { key, agentId } = oneOf(this.tenants);
      const toNumber = Math.random() < 0.1 ? oneOf(UNANSWERED) : randomNumber();
      const body = JSON.stringify({ toNumber, agentId, contactName: 'Ada Lovelace' });
      return {
        text: httpRequest('POST', '/api/v1/calls', key, body),
        answered: (answer: string) => this.remember({ key, id: JSON.parse(answer).data.call.id }),
      };
    },
    'REST detail': () => {
      const { key, id } = this.call();
      return { text: httpRequest('GET', `/api/v1/calls/${id}`, key) };
    },
    'GraphQL detail': () => {
      const { key, id } = this.call();
      return { text: httpRequest('POST', '/graphql', key, JSON.stringify({ query: GET_CALL, variables: { id } })) };
    },
    'REST list': () => ({ text: httpRequest('GET', '/api/v1/calls?limit=50', oneOf(this.tenants).key) }),
    account: () => ({ text: httpRequest('GET', '/api/v1/account', oneOf(this.tenants).key) }),
  };

  private call(): Known {
    if (this.recent.length > 0 && Math.random() < 0.5) return oneOf(this.recent);
    const { key, callIds } = oneOf(this.tenants);
    return { key, id: oneOf(callIds) };
  }

  private remember(call: Known): void {
    this.recent[this.placed % RECENT] = call;
    this.placed += 1;
  }
}

function oneOf<T>(values: readonly T[]): T {
  const value = values[Math.floor(Math.random() * values.length)];
  if (value === undefined) throw new Error('there is nothing to choose from');
  return value;
}
