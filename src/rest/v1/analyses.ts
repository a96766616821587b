import { type V1AnalysisFragment, V1GetAnalysisDocument, V1ReanalyzeCallDocument } from '../documents.generated';
import { notFound, refusalOf } from '../refuse';
import { route } from '../route';
import { presentAnalysisBody } from './present-analysis';

export const getAnalysis = route({
  method: 'GET',
  path: '/calls/:callId/analysis',
  summary: 'Get the analysis of a call',
  document: V1GetAnalysisDocument,
  variables: ({ params }) => ({ id: params.callId ?? '' }),
  present: ({ call }) => {
    if (!call) throw notFound('Call');
    return { data: presentAnalysis(call) };
  },
});

export const reanalyzeCall = route({
  method: 'POST',
  path: '/calls/:callId/analysis',
  summary: 'Analyze a call again',
  document: V1ReanalyzeCallDocument,
  variables: ({ params }) => ({ id: params.callId ?? '' }),
  present: ({ reanalyzeCall: result }) => {
    if (result.__typename !== 'ReanalyzeCallSuccess') throw refusalOf(result);
    return { data: presentAnalysis(result.call) };
  },
});

function presentAnalysis({ id, callSid, analysis }: V1AnalysisFragment) {
  return { callId: id, callSid, ...presentAnalysisBody(analysis) };
}
