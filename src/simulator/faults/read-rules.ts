import { PROGRESS_EVENTS } from '../calls/call-status';
import type { Delivery, Mishap, SocketFault, WebhookEvent } from '../scenarios/scenario';
import { CheckedObject } from './checked-object';
import { REQUEST_KINDS, type RequestFault, type RequestKind, type Rule, WEBHOOK_EVENTS } from './rule';

const MOST_USES = 10_000;
const MOST_COPIES = 20;
const MOST_DELAY_MS = 60_000;
const MATCH_FIELDS = ['on', 'to', 'url', 'uses'];
const REQUEST_FIELDS = ['delayMs', 'mishap'];
const DELIVERY_FIELDS = ['delayMs', 'lost', 'copies', 'heldBackUntil', 'signature'];
const SOCKET_FIELDS = ['refused', 'breaksAfterFrames'];
const MOST_FRAMES = 10_000;
const MISHAP_FIELDS = ['kind', 'done', 'status', 'body'];

type On = RequestKind | WebhookEvent | 'socket';

/** Reads `{"rules": [...]}`, at most `room` of them; for what is wrong in it, all at once, see `issues`. */
export function readRules(
  body: unknown,
  room: number,
): { readonly rules: readonly Rule[]; readonly issues: readonly string[] } {
  const issues: string[] = [];
  const top = new CheckedObject(body, '', issues);
  top.allowOnly(['rules']);
  const list = top.get('rules');
  if (!Array.isArray(list) || list.length > room) {
    if (issues.length === 0) top.complain('rules', `must be a list of at most ${room}`);
    return { rules: [], issues };
  }
  const rules = list.map((value, index) => readRule(value, `rules[${index}]`, issues));
  return { rules: rules.filter((rule) => rule !== undefined), issues };
}

function readRule(value: unknown, path: string, issues: string[]): Rule | undefined {
  const fields = new CheckedObject(value, path, issues);
  const on = readOn(fields);
  if (on === undefined) return undefined;
  const isRequest = on.every(isRequestKind);
  const isSocket = on.every(isSocketWord);
  fields.allowOnly([...MATCH_FIELDS, ...(isRequest ? REQUEST_FIELDS : isSocket ? SOCKET_FIELDS : DELIVERY_FIELDS)]);
  const match = {
    to: fields.text('to', /^\+\d{0,15}$/, 'the beginning of a number, such as +1415'),
    url: fields.text('url', /^https?:\/\/.{1,2000}$/, 'the beginning of an http(s) URL'),
    uses: fields.wholeNumber('uses', 1, MOST_USES) ?? 1,
  };
  if (isRequest) {
    if (on.includes('list') && fields.has('url')) fields.complain('url', 'does not fit a list, which has none');
    return { on: on.filter(isRequestKind), ...match, request: readRequestFault(fields, path, issues) };
  }
  if (isSocket) return { on: ['socket'], ...match, socket: readSocketFault(fields) };
  return { on: on.filter(isWebhookEvent), ...match, webhook: readDelivery(fields, on) };
}

/** One thing or several, all of one sort. */
function readOn(fields: CheckedObject): readonly On[] | undefined {
  const given = fields.get('on');
  const on = Array.isArray(given) ? given : [given];
  if (on.length > 0 && (on.every(isRequestKind) || on.every(isWebhookEvent) || on.every(isSocketWord))) {
    return on;
  }
  return fields.complain('on', `must be of ${REQUEST_KINDS.join(', ')}, or of ${WEBHOOK_EVENTS.join(', ')}, or socket`);
}

function readRequestFault(fields: CheckedObject, path: string, issues: string[]): RequestFault {
  if (!fields.has('delayMs') && !fields.has('mishap')) fields.complain('on', 'is of no use without delayMs or mishap');
  const delayMs = fields.wholeNumber('delayMs', 1, MOST_DELAY_MS);
  if (!fields.has('mishap')) return { delayMs };
  return { delayMs, mishap: readMishap(new CheckedObject(fields.get('mishap'), `${path}.mishap`, issues)) };
}

function readMishap(fields: CheckedObject): Mishap | undefined {
  fields.allowOnly(MISHAP_FIELDS);
  const kind = fields.oneOf('kind', ['silence', 'reset', 'error', 'garbage'] as const);
  const done = fields.boolean('done') ?? false;
  if (!fields.has('done')) fields.complain('done', 'must say whether what was asked for is done all the same');
  const [least, most] = kind === 'error' ? [429, 599] : [200, 599];
  const status = fields.wholeNumber('status', least, most);
  const body = fields.oneOf('body', ['cut', 'no-sid', 'html'] as const);
  if (kind !== 'garbage' && fields.has('body')) fields.complain('body', 'belongs to garbage');
  if (kind === 'silence' || kind === 'reset') {
    if (fields.has('status')) fields.complain('status', 'belongs to error and garbage');
    return { kind, done };
  }
  if (kind === 'garbage') return body ? { kind, done, body, status } : missing(fields, 'body');
  if (kind === undefined) return missing(fields, 'kind');
  if (status === undefined) return missing(fields, 'status');
  if (status > 429 && status < 500) return fields.complain('status', 'must be 429, or from 500 to 599');
  if (status === 429 && done) return fields.complain('done', 'must be false: what gets a 429 was never processed');
  return { kind, done, status };
}

function missing(fields: CheckedObject, name: string): undefined {
  if (!fields.has(name)) fields.complain(name, 'is missing');
}

function readDelivery(fields: CheckedObject, on: readonly On[]): Delivery {
  if (!DELIVERY_FIELDS.some((name) => fields.has(name))) {
    fields.complain('on', `is of no use without one of ${DELIVERY_FIELDS.join(', ')}`);
  }
  const heldBackUntil = fields.oneOf('heldBackUntil', PROGRESS_EVENTS);
  if (heldBackUntil && on.includes(heldBackUntil)) fields.complain('heldBackUntil', 'must be another event');
  if (heldBackUntil && !on.every((word) => (PROGRESS_EVENTS as readonly string[]).includes(word))) {
    fields.complain(
      'heldBackUntil',
      'is for status callbacks: the call waits for its documents, and nothing else has an order',
    );
  }
  const lost = fields.boolean('lost');
  const others = DELIVERY_FIELDS.filter((name) => name !== 'lost' && fields.has(name));
  if (lost && others.length > 0) fields.complain('lost', `goes with none of ${others.join(', ')}`);
  return {
    lost,
    delayMs: fields.wholeNumber('delayMs', 1, MOST_DELAY_MS),
    copies: fields.wholeNumber('copies', 2, MOST_COPIES),
    heldBackUntil,
    signature: fields.oneOf('signature', ['wrong', 'none'] as const),
  };
}

function readSocketFault(fields: CheckedObject): SocketFault {
  const refused = fields.boolean('refused');
  const breaksAfterFrames = fields.wholeNumber('breaksAfterFrames', 1, MOST_FRAMES);
  if (fields.has('refused') === fields.has('breaksAfterFrames')) {
    fields.complain('on', 'needs one of refused, breaksAfterFrames');
  }
  return { refused, breaksAfterFrames };
}

function isSocketWord(word: unknown): word is 'socket' {
  return word === 'socket';
}

function isRequestKind(word: unknown): word is RequestKind {
  return (REQUEST_KINDS as readonly unknown[]).includes(word);
}

function isWebhookEvent(word: unknown): word is WebhookEvent {
  return (WEBHOOK_EVENTS as readonly unknown[]).includes(word);
}
