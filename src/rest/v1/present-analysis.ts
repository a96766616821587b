import type { V1AnalysisBodyFragment } from '../documents.generated';

/** An analysis; evidence is named by the numbers of its turns. */
export function presentAnalysisBody(analysis: V1AnalysisBodyFragment) {
  const extracted = analysis.extracted.map((value) => ({
    ...value,
    evidence: value.evidence.map(({ index }) => index),
  }));
  return { ...analysis, extracted };
}
