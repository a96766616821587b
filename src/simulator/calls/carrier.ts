import { setMaxListeners } from 'node:events';
import { Faults } from '../faults/faults';
import type { Log } from '../log';
import type { Scenario } from '../scenarios/scenario';
import { StatusCallbacks } from '../webhooks/status-callbacks';
import { WebhookSender } from '../webhooks/webhook-sender';
import { type Account, Accounts } from './accounts';
import { Call } from './call';
import { CallRegister } from './call-register';
import type { CallRequest } from './call-request';
import { runCall } from './run-call';
import type { Services } from './services';

/** How many calls are remembered, and so how many can go on at once. */
const CALL_LIMIT = 10_000;

/** A call on its way, with what tells its owner about it. */
export interface DialledCall {
  readonly call: Call;
  readonly statusCallbacks: StatusCallbacks;
}

/** The simulated carrier: its accounts, its calls, and the one place where a call begins. */
export class Carrier {
  readonly accounts = new Accounts();
  readonly calls = new CallRegister(CALL_LIMIT);
  readonly faults = new Faults();
  readonly #closing = new AbortController();
  readonly #services: Services;
  #dialled = 0;

  constructor(
    readonly speed: number,
    readonly log: Log,
    baseUrl: string,
  ) {
    this.#services = { webhooks: new WebhookSender(), faults: this.faults, log, baseUrl, closing: this.closing };
    // Every callback on its way listens to this one signal.
    setMaxListeners(0, this.closing);
  }

  /** Aborted when the carrier closes. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Takes a call and lets it run; what happens is the scenario's. */
  dial(account: Account, request: CallRequest, scenario: Scenario): DialledCall {
    this.#dialled += 1;
    const call = new Call(account, request, this.speed, this.#dialled);
    const statusCallbacks = new StatusCallbacks(call, scenario.callbacks ?? {}, this.closing, this.#services);
    call.onProgress((progress) => statusCallbacks.report(progress));
    this.calls.add(call);
    void runCall(call, scenario.line ?? { kind: 'answers' }, this.#services);
    return { call, statusCallbacks };
  }

  /** Drops every call and every callback at once. */
  close(): void {
    this.#closing.abort();
    for (const call of this.calls.newestFirst()) call.drop();
  }
}
