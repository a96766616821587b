import type { CallRequest } from '../calls/call-request';
import type { Delivery, SocketFault, WebhookEvent } from '../scenarios/scenario';
import type { RequestFault, RequestKind, Rule } from './rule';

/** The call that a request or a webhook is about. */
export type Subject = Partial<Pick<CallRequest, 'to' | 'document' | 'statusCallback'>>;

interface Entry {
  readonly rule: Rule;
  used: number;
}

/**
 * The faults that are to happen, for tests and the curious. What comes is decided by the first rule that fits and is not
 * used up, which is used once by that. With no rules nothing is looked at.
 */
export class Faults {
  #entries: readonly Entry[] = [];

  /** The rules as they were given, with how often each was used. */
  get state(): readonly (Rule & { readonly used: number })[] {
    return this.#entries.map(({ rule, used }) => ({ ...rule, used }));
  }

  /** Comes after the rules that are there. */
  add(rules: readonly Rule[]): void {
    this.#entries = [...this.#entries, ...rules.map((rule) => ({ rule, used: 0 }))];
  }

  clear(): void {
    this.#entries = [];
  }

  /** How a request fares; undefined when no rule is about it. */
  ofRequest(kind: RequestKind, subject: Subject): RequestFault | undefined {
    const rule = this.#use(kind, subject);
    return rule && 'request' in rule ? rule.request : undefined;
  }

  /** How all copies and attempts of a webhook fare; undefined when no rule is about it. */
  ofWebhook(event: WebhookEvent, subject: Subject): Delivery | undefined {
    const rule = this.#use(event, subject);
    return rule && 'webhook' in rule ? rule.webhook : undefined;
  }

  /** How the WebSocket of a session fares; undefined when no rule is about it. */
  ofSocket(subject: Subject): SocketFault | undefined {
    const rule = this.#use('socket', subject);
    return rule && 'socket' in rule ? rule.socket : undefined;
  }

  #use(on: RequestKind | WebhookEvent | 'socket', subject: Subject): Rule | undefined {
    if (this.#entries.length === 0) return undefined;
    const entry = this.#entries.find(({ rule, used }) => used < rule.uses && fits(rule, on, subject));
    if (entry !== undefined) entry.used += 1;
    return entry?.rule;
  }
}

function fits({ on, to, url }: Rule, what: RequestKind | WebhookEvent | 'socket', subject: Subject): boolean {
  if (!(on as readonly string[]).includes(what)) return false;
  if (to !== undefined && !subject.to?.startsWith(to)) return false;
  return url === undefined || urlsOf(subject).some((known) => known.startsWith(url));
}

function urlsOf({ document, statusCallback }: Subject): string[] {
  return [
    ...(document !== undefined && 'url' in document ? [document.url] : []),
    ...(statusCallback === undefined ? [] : [statusCallback.url]),
  ];
}
