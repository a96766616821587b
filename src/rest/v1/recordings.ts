import { AppError } from '../../errors';
import { V1GetRecordingDocument } from '../documents.generated';
import { notFound } from '../refuse';
import { route } from '../route';

export const getRecording = route({
  method: 'GET',
  path: '/calls/:callId/recording',
  summary: 'Get the sound of a call',
  tag: 'Results',
  description:
    'Where the agent records its calls, and the provider has finished. A part of it can be asked for by `Range`.',
  document: V1GetRecordingDocument,
  variables: ({ params }) => ({ id: params.callId ?? '' }),
  present: ({ call }) => {
    if (!call) throw notFound('Call');
    const { status, reason } = call.recording;
    if (status !== 'COMPLETED') throw new AppError('NOT_FOUND', `There is no recording (${status}). ${reason}`);
    return { stream: { of: 'recording', id: call.id, fileName: `call-${call.id}.wav` } };
  },
});
