import type { EndedReason } from '../entities/enums';
import type { Domain } from '../services/domain';
import { mayPass } from '../services/may-pass';
import { type AnswerUsage, addUsage } from '../services/talks/add-usage';
import { endTalk } from '../services/talks/talk';
import { storeTurn, type TalkRef } from '../services/transcripts/store-turn';
import type { Turn } from '../services/transcripts/turn';
import { type Notes, Superseded, Unwritable } from './session/ports';

/** What a talk writes down, in the database. */
export class CallNotes implements Notes {
  /** @param sid the provider's id of the call */
  constructor(
    private readonly domain: Domain,
    private readonly ref: TalkRef,
    private readonly sid: string,
  ) {}

  async storeTurn(turn: Turn): Promise<void> {
    const { domain, ref } = this;
    if (!(await writable(storeTurn(domain.pool, ref, turn)))) throw new Superseded();
    domain.hub.note(ref.accountId, ref.callId);
  }

  async markEnding(reason: EndedReason): Promise<void> {
    if (!(await writable(endTalk(this.domain, this.ref, this.sid, reason)))) throw new Superseded();
  }

  async addUsage(usage: AnswerUsage): Promise<void> {
    const { domain, ref } = this;
    await writable(addUsage(domain.pool, ref, usage));
    domain.hub.note(ref.accountId, ref.callId);
  }
}

/** Tells what failed for now from what would fail again. @throws Unwritable */
function writable<T>(writing: Promise<T>): Promise<T> {
  return writing.catch((error: unknown) => {
    throw mayPass(error) ? error : new Unwritable({ cause: error });
  });
}
