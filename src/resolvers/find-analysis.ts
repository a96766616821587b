import { analysisOf } from '../schema/results-of-call';
import type { CallAnalysis } from '../schema/types/analysis';
import type { CallSummary } from '../services/calls/call';
import type { Loaders } from '../services/loaders';

/** What a call came to, with the turns that its findings rest on. */
export async function findAnalysis(
  { analysisOfCall, turnsOfCall }: Pick<Loaders, 'analysisOfCall' | 'turnsOfCall'>,
  call: CallSummary,
): Promise<CallAnalysis> {
  const analysis = await analysisOfCall.load(call);
  const cited = analysis?.extracted.some(({ evidence }) => evidence.length > 0);
  return analysisOf(call, analysis, cited ? await turnsOfCall.load(call) : []);
}
