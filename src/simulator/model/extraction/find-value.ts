import type { JsonSchema } from '../chat-request';
import { likeness, shared, stemsOf } from '../words';
import { coerce } from './coerce';
import type { Exchange } from './exchanges';

/** Something to be found in a talk, by its name and description. */
export interface Wanted {
  readonly name: string;
  readonly description: unknown;
  /** Of the value. */
  readonly schema: JsonSchema;
}

/** How alike a question and what is wanted must be. */
const ALIKE = 0.2;

/** The answer to the question that fits best, as a value of the schema's type, and the turn it stands in. */
export function findValue(
  { name, description, schema }: Wanted,
  exchanges: readonly Exchange[],
): { readonly value: unknown; readonly index: number } | null {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ');
  const wanted = stemsOf(`${words} ${typeof description === 'string' ? description : ''}`);
  const best = exchanges
    .map((exchange) => ({ exchange, likeness: likeness(wanted, exchange.stems) }))
    .filter(({ exchange, likeness }) => shared(wanted, exchange.stems) > 0 && likeness >= ALIKE)
    // The later of two that are alike: it was asked again.
    .sort((a, b) => b.likeness - a.likeness || b.exchange.index - a.exchange.index);
  for (const { exchange } of best) {
    const value = coerce(exchange.answer, schema, description);
    if (value !== null) return { value, index: exchange.index };
  }
  return null;
}
