import { V1GetTranscriptDocument } from '../documents.generated';
import { notFound } from '../refuse';
import { route } from '../route';

export const getTranscript = route({
  method: 'GET',
  path: '/calls/:callId/transcript',
  summary: 'Get the transcript of a call',
  document: V1GetTranscriptDocument,
  variables: ({ params }) => ({ id: params.callId ?? '' }),
  present: ({ call }) => {
    if (!call) throw notFound('Call');
    const { status, reason, text, turns, language, durationSeconds, createdAt } = call.transcript;
    return {
      data: {
        callId: call.id,
        callSid: call.callSid,
        status,
        reason,
        transcript: text,
        turns: turns.map((turn) => ({ ...turn, role: turn.role.toLowerCase() })),
        language,
        duration: durationSeconds,
        createdAt,
      },
    };
  },
});
