import { useEffect, useState } from 'preact/hooks';
import { duration, words } from '../format';
import { useSession } from '../session';
import type { FullCall } from './use-call';

/** How the call sounded. It is fetched when it is asked for, because an audio element cannot send a key. */
export function Recording({ recording: { status, reason, url, durationSeconds } }: Pick<FullCall, 'recording'>) {
  const { api } = useSession();
  const [sound, setSound] = useState('');
  const [captions, setCaptions] = useState('');
  const [problem, setProblem] = useState('');
  useReleased(sound);
  useReleased(captions);
  const load = async (from: string) => {
    try {
      const [heard, said] = await Promise.all([
        api.file(from),
        // Without a transcript it can be listened to all the same.
        api.file(new URL('transcript', from).href, 'text/vtt').catch(() => undefined),
      ]);
      setCaptions(said ? URL.createObjectURL(said) : '');
      setSound(URL.createObjectURL(heard));
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <section class="card" aria-labelledby="recording">
      <h2 id="recording">Recording</h2>
      {sound && (
        <audio controls autoplay src={sound} aria-labelledby="recording">
          <track kind="captions" {...(captions && { src: captions })} />
        </audio>
      )}
      {!sound && url && (
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

/** Gives back the memory behind an address of ours once another takes its place. */
function useReleased(address: string): void {
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
}
