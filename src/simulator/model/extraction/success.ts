import { hear } from '../talk/hear';
import { moodOf } from '../talk/mood';
import { likeness, shared, stemsOf } from '../words';
import type { Exchange, Turn } from './exchanges';

/** Whether a call did what it was for. The score is from 0 to 1. */
export interface Success {
  readonly verdict: 'SUCCESS' | 'FAILURE' | 'UNKNOWN';
  readonly score: number;
  readonly rationale: string;
}

const REFUSALS = ['stop-calling', 'wrong-number', 'not-interested', 'call-later', 'voicemail'];

export function successOf(goal: string | null, turns: readonly Turn[], exchanges: readonly Exchange[]): Success {
  const said = turns.filter(({ agent }) => !agent);
  if (said.length === 0) return { verdict: 'FAILURE', score: 0, rationale: 'The contact said nothing.' };
  const refusal = said.find(({ text }) => REFUSALS.includes(hear(text)));
  if (refusal) return { verdict: 'FAILURE', score: 0.1, rationale: `The contact said: ${refusal.text}` };
  if (!goal) return { verdict: 'UNKNOWN', score: 0.5, rationale: 'No goal was given.' };

  const wanted = stemsOf(goal);
  const closest = exchanges
    .filter(({ stems }) => shared(wanted, stems) > 0)
    .toSorted((a, b) => likeness(wanted, b.stems) - likeness(wanted, a.stems))[0];
  if (!closest)
    return { verdict: 'UNKNOWN', score: 0.5, rationale: 'What was asked does not show whether the goal was met.' };
  const rationale = `Asked "${closest.question}", the contact said "${closest.answer}"`;
  const mood = moodOf(closest.answer);
  if (mood === 'no') return { verdict: 'FAILURE', score: 0.2, rationale };
  if (mood === 'unsure') return { verdict: 'UNKNOWN', score: 0.5, rationale };
  return { verdict: 'SUCCESS', score: 0.9, rationale };
}
