import { AppError } from '../../errors';
import type { RecordedSound, SoundOptions } from '../../telephony/telephony';
import type { Domain } from '../domain';

/**
 * Opens the sound of a call.
 * @throws AppError NOT_FOUND when there is none, UNAVAILABLE when the provider does not give it, with status 416 when it
 *   has no such part
 */
export async function openRecording(
  { loaders, telephony }: Pick<Domain, 'loaders' | 'telephony'>,
  accountId: string,
  callId: string,
  options: SoundOptions,
): Promise<RecordedSound> {
  const call = await loaders.callById.load({ accountId, id: callId });
  if (!call?.recordingSid) throw new AppError('NOT_FOUND', 'There is no recording');
  const sound = await telephony.fetchRecording(call.recordingSid, options);
  switch (sound) {
    case 'missing':
      throw new AppError('NOT_FOUND', 'There is no recording any more: the telephony provider does not have it');
    case 'beyond':
      throw new AppError('BAD_REQUEST', 'The recording has no such range', { status: 416 });
    case 'unavailable':
      throw new AppError('UNAVAILABLE', 'The telephony provider does not give the recording now. Try again.', {
        retryAfterSeconds: 5,
      });
    default:
      return sound;
  }
}
