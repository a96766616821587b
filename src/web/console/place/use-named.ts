import { useCallback, useMemo, useState } from 'preact/hooks';
import type { InitiateCallInput } from '../documents.generated';
import { newIdempotencyKey } from './draft';

/**
 * The input with a name of its own: the same call that is asked for again, because nobody knows what became of it, is
 * never placed twice, and another call has another name.
 */
export function useNamed(input: InitiateCallInput | undefined) {
  const asked = input ? JSON.stringify(input) : '';
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for, and the round, are what a name is for.
  const idempotencyKey = useMemo(newIdempotencyKey, [asked, round]);
  const rename = useCallback(() => setRound((before) => before + 1), []);
  return { input: input && { ...input, idempotencyKey }, rename };
}
