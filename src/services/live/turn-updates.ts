import { AnalysisStatus } from '../../entities/enums';
import type { Call } from '../calls/call';
import type { Domain } from '../domain';
import { ToldTurns } from '../transcripts/told-turns';
import type { Turn } from '../transcripts/turn';
import { followed } from './followed';
import type { Listener } from './listener';

type LiveDomain = Pick<Domain, 'loaders' | 'hub'>;
type CallRef = Pick<Call, 'accountId' | 'id'>;

/** So long after its end, in milliseconds, nothing that was said in a call is still on its way. */
const LAST_WORDS_MS = 5000;

/**
 * What was said in a call after a turn, then each turn as it begins and as it is complete, until the call is over.
 * @param after the last turn that is known whole; null: none is
 */
export function followTurns(domain: LiveDomain, { accountId, id }: CallRef, after: number | null) {
  const listener = domain.hub.listen(accountId, id);
  return followed(listener, turnsOf(domain, listener, { accountId, id }, after));
}

async function* turnsOf(
  { loaders }: LiveDomain,
  listener: Listener,
  ref: CallRef,
  after: number | null,
): AsyncGenerator<Turn, void, undefined> {
  let told = ToldTurns.upTo(after ?? -1);
  try {
    for (let wait: number | undefined; (await listener.next(wait)) !== 'closed'; ) {
      // The call first: what is said until it is over is there when the turns are read.
      const call = await loaders.callById.load(ref);
      if (!call) return;
      const turns = call.turns > 0 ? await loaders.turnsOfCall.load(ref) : [];
      for (const turn of turns.filter((each) => told.isNews(each))) {
        told = told.with(turn);
        yield turn;
      }
      if (isAllSaid(call)) return;
      wait = call.endTime === null ? undefined : LAST_WORDS_MS;
    }
  } finally {
    listener.close();
  }
}

/** Whoever analyses a call has waited for its last words. */
function isAllSaid({ endTime, analysisStatus }: Call): boolean {
  if (endTime === null) return false;
  return analysisStatus !== AnalysisStatus.PENDING || Date.now() - Date.parse(endTime) > LAST_WORDS_MS;
}
