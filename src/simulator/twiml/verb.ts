import type { Person } from '../callee/person';
import type { Call } from '../calls/call';
import type { Services } from '../calls/services';
import type { Timeline } from '../calls/timeline';
import type { DocumentRequest, Element, TwimlDocument } from './document';

/** What a verb can see and do while it is executed. */
export interface Playback extends Services {
  readonly call: Call;
  readonly timeline: Timeline;
  /** Who was called. */
  readonly person: Person;
  readonly document: TwimlDocument;
}

/** What comes after a verb: the next one, the end of the call, or another document in place of this one. */
export type Next = 'next-verb' | 'hang-up' | DocumentRequest;

/** Executes one element of a document in the call's virtual time. Rejects when the call ends meanwhile. */
export type Verb = (element: Element, playback: Playback) => Promise<Next>;
