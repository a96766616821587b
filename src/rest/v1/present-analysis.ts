import { shaped, shapeOf } from '../answer';
import type { V1AnalysisBodyFragment } from '../documents.generated';

/** An analysis; evidence is named by the numbers of its turns. */
export function presentAnalysisBody(analysis: V1AnalysisBodyFragment) {
  const extracted = analysis.extracted.map((value) => ({
    ...value,
    evidence: value.evidence.map(({ index }) => index),
  }));
  return { ...analysis, extracted };
}

const EXTRACTED = shapeOf<ReturnType<typeof presentAnalysisBody>['extracted'][number]>(
  'ExtractedValue',
  "The answer to one of the agent's questions.",
  { name: 'name', value: 'value', type: 'type', supported: 'supported', evidence: 'evidence.index' },
);

/** What {@link presentAnalysisBody} makes of an analysis. */
export const ANALYSIS = shapeOf<ReturnType<typeof presentAnalysisBody>>('Analysis', 'What a call came to.', {
  status: 'status',
  reason: 'reason',
  sentiment: 'sentiment',
  summary: 'summary',
  keyPoints: 'keyPoints',
  actionItems: 'actionItems',
  success: 'success',
  metadata: 'metadata',
  extracted: shaped('extracted', EXTRACTED),
  rawResponse: 'rawResponse',
  model: 'model',
  createdAt: 'createdAt',
  completedAt: 'completedAt',
});
