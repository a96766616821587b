import { z } from 'zod';
import { EndedReason } from '../../entities/enums';
import type { Handoff } from '../speech';

const handoff = z.union([
  z.object({
    reason: z.enum(EndedReason),
    transferTo: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/)
      .optional(),
  }),
  z.object({ anew: z.literal(true) }),
]);

/** What we said when we ended a session, as it comes back; null: it is nothing of ours. */
export function readHandoff(data: string | null): Handoff | null {
  try {
    return handoff.safeParse(JSON.parse(data ?? '')).data ?? null;
  } catch {
    return null;
  }
}
