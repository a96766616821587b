import { useEffect, useState } from 'preact/hooks';
import { duration, words } from '../format';
import { useSession } from '../session';
import type { FullCall } from './use-call';

/** How the call sounded. It is fetched when it is asked for, because an audio element cannot send a key. */
export function Recording({ recording: { status, reason, url, durationSeconds } }: Pick<FullCall, 'recording'>) {
  const { api } = useSession();
  const [address, setAddress] = useState('');
  const [problem, setProblem] = useState('');
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  const load = (from: string) =>
    api.file(from).then(
      (sound) => setAddress(URL.createObjectURL(sound)),
      (error: Error) => setProblem(error.message),
    );
  return (
    <section class="card" aria-labelledby="recording">
      <h2 id="recording">Recording</h2>
      {address && (
        // biome-ignore lint/a11y/useMediaCaption: the transcript stands beside it.
        <audio controls autoplay src={address} aria-labelledby="recording" />
      )}
      {!address && url && (
        <button type="button" class="button" onClick={() => void load(url)}>
          Listen{durationSeconds !== null && ` (${duration(durationSeconds)})`}
        </button>
      )}
      {!url && (
        <p class="muted">
          {words(status)}: {reason}
        </p>
      )}
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}
