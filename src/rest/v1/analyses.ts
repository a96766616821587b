import { below, type Members } from '../answer';
import { type V1AnalysisFragment, V1GetAnalysisDocument, V1ReanalyzeCallDocument } from '../documents.generated';
import { notFound, refusalOf } from '../refuse';
import { route } from '../route';
import { ANALYSIS, presentAnalysisBody } from './present-analysis';

export const getAnalysis = route({
  method: 'GET',
  path: '/calls/:callId/analysis',
  summary: 'Get the analysis of a call',
  tag: 'Results',
  description:
    'Made by itself when a conversation has ended; `status` says where it stands, and `reason` why there is none. A value that ' +
    'was found names the turns of the transcript that it was found in.',
  document: V1GetAnalysisDocument,
  variables: ({ params }) => ({ id: params.callId ?? '' }),
  present: ({ call }) => {
    if (!call) throw notFound('Call');
    return { data: presentAnalysis(call) };
  },
  answer: answerAt('call'),
});

export const reanalyzeCall = route({
  method: 'POST',
  path: '/calls/:callId/analysis',
  summary: 'Analyze a call again',
  tag: 'Results',
  description: 'Takes the place of the analysis that there is. Where one is being made already, nothing changes.',
  document: V1ReanalyzeCallDocument,
  variables: ({ params }) => ({ id: params.callId ?? '' }),
  present: ({ reanalyzeCall: result }) => {
    if (result.__typename !== 'ReanalyzeCallSuccess') throw refusalOf(result);
    return { data: presentAnalysis(result.call) };
  },
  answer: answerAt('reanalyzeCall.call'),
});

function presentAnalysis({ id, callSid, analysis }: V1AnalysisFragment) {
  return { callId: id, callSid, ...presentAnalysisBody(analysis) };
}

function answerAt(call: string): Members<ReturnType<typeof presentAnalysis>> {
  return { callId: `${call}.id`, callSid: `${call}.callSid`, ...below(`${call}.analysis`, ANALYSIS) };
}
