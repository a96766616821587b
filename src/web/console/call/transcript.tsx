import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { TurnFragment } from '../documents.generated';
import { duration } from '../format';
import { Scrolled } from '../parts/scrolled';
import { isLive } from '../parts/status';
import type { FullCall } from './use-call';

/** How near to the end somebody has to be to be taken along as it grows, in pixels. */
const NEAR_PX = 40;

interface Props {
  call: FullCall;
  turns: TurnFragment[];
  /** The index of a turn to show. */
  turn: number | null;
}

/** What was said, as a talk. It grows within its own frame, so that nothing below it moves. */
export function Transcript({ call, turns, turn }: Props) {
  const frame = useRef<HTMLElement>(null);
  const wasLive = useRef(false);
  if (isLive(call.status)) wasLive.current = true;
  useShownTurn(turn, turns.length > 0);
  useFollowedEnd(frame, turns, turn === null && wasLive.current);
  const waits = isLive(call.status) ? 'Nothing was said yet.' : (call.transcript.reason ?? 'Nothing was said.');
  return (
    <section class="card transcript" aria-labelledby="transcript">
      <h2 id="transcript">Transcript</h2>
      <Scrolled frame={frame} class="talk" data-tall={wasLive.current || turns.length > 0} labelledBy="transcript">
        {turns.length === 0 ? (
          <p class="muted">{waits}</p>
        ) : (
          <ol>
            {turns.map((said) => (
              <Turn key={said.index} turn={said} isShown={said.index === turn} isLive={isLive(call.status)} />
            ))}
          </ol>
        )}
      </Scrolled>
    </section>
  );
}

const SPEAKERS: Record<TurnFragment['role'], string> = { AGENT: 'Agent', CONTACT: 'Contact', SYSTEM: 'Note' };

function Turn({ turn, isShown, isLive: live }: { turn: TurnFragment; isShown: boolean; isLive: boolean }) {
  return (
    <li id={`turn-${turn.index}`} class="turn" data-role={turn.role} data-shown={isShown} tabIndex={-1}>
      <p class="turn-head">
        <span class="turn-speaker">{SPEAKERS[turn.role]}</span>
        <span class="turn-time">{duration(turn.offsetMs / 1000)}</span>
        {turn.interrupted && <span class="turn-mark">interrupted</span>}
        {live && turn.durationMs === null && turn.role !== 'SYSTEM' && <span class="turn-mark">speaking</span>}
      </p>
      <p class="turn-text" dir="auto">
        {turn.text}
        {turn.interrupted && ' —'}
      </p>
    </li>
  );
}

/** Brings a turn into view and to the keyboard, once it is there. */
function useShownTurn(turn: number | null, isThere: boolean): void {
  useEffect(() => {
    if (turn === null || !isThere) return;
    const element = document.getElementById(`turn-${turn}`);
    element?.scrollIntoView({ block: 'nearest' });
    element?.focus({ preventScroll: true });
  }, [turn, isThere]);
}

/** Keeps the end of the talk in view for who was there. */
function useFollowedEnd(frame: { current: HTMLElement | null }, turns: TurnFragment[], follows: boolean): void {
  const isNear = useRef(true);
  useEffect(() => {
    const element = frame.current;
    const look = () => {
      if (element) isNear.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    };
    element?.addEventListener('scroll', look, { passive: true });
    return () => element?.removeEventListener('scroll', look);
  }, [frame]);
  useLayoutEffect(() => {
    if (turns.length > 0 && follows && isNear.current && frame.current)
      frame.current.scrollTop = frame.current.scrollHeight;
  }, [frame, turns, follows]);
}
