import { shaped } from '../answer';
import { V1GetTranscriptDocument, type V1GetTranscriptQuery } from '../documents.generated';
import { notFound } from '../refuse';
import { route } from '../route';
import { toWebVtt } from '../web-vtt';
import { presentTurn, TURN } from './present-turn';

export const getTranscript = route({
  method: 'GET',
  path: '/calls/:callId/transcript',
  summary: 'Get the transcript of a call',
  tag: 'Results',
  description: 'Also while the call is on. As text, or as captions of the recording, by `Accept`.',
  document: V1GetTranscriptDocument,
  variables: ({ params }) => ({ id: params.callId ?? '' }),
  present: (data) => {
    const { id, callSid, transcript } = callOf(data);
    const { status, reason, text, turns, language, durationSeconds, createdAt } = transcript;
    return {
      data: {
        callId: id,
        callSid,
        status,
        reason,
        transcript: text,
        turns: turns.map(presentTurn),
        language,
        duration: durationSeconds,
        createdAt,
      },
    };
  },
  answer: {
    callId: 'call.id',
    callSid: 'call.callSid',
    status: 'call.transcript.status',
    reason: 'call.transcript.reason',
    transcript: 'call.transcript.text',
    turns: shaped('call.transcript.turns', TURN),
    language: 'call.transcript.language',
    duration: 'call.transcript.durationSeconds',
    createdAt: 'call.transcript.createdAt',
  },
  texts: {
    'text/plain': (data) => withLineEnd(callOf(data).transcript.text ?? ''),
    'text/vtt': (data) => toWebVtt(callOf(data).transcript),
  },
});

function callOf({ call }: V1GetTranscriptQuery) {
  if (!call) throw notFound('Call');
  return call;
}

function withLineEnd(text: string): string {
  return text === '' ? '' : `${text}\n`;
}
