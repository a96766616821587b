import { useCallback, useRef } from 'preact/hooks';
import type { InitiateCallInput } from '../documents.generated';
import { newIdempotencyKey } from './draft';

/**
 * The input with a name of its own: the same call that is asked for again, because nobody knows what became of it, is
 * never placed twice, and another call has another name.
 */
export function useNamed(input: InitiateCallInput | undefined) {
  const asked = input ? JSON.stringify(input) : '';
  const named = useRef({ asked: '', idempotencyKey: '' });
  if (named.current.asked !== asked) named.current = { asked, idempotencyKey: newIdempotencyKey() };
  const rename = useCallback(() => {
    named.current = { ...named.current, idempotencyKey: newIdempotencyKey() };
  }, []);
  const { idempotencyKey } = named.current;
  return { input: input && { ...input, idempotencyKey }, rename };
}
