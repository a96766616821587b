import type { InitiateCallInput } from '../documents.generated';

/**
 * Names for the calls of a form: one that is asked for again because nobody knows what became of it has the name that it
 * had, whatever stood in the form meanwhile, and is never placed twice. Any other call has a name of its own.
 */
export class Names {
  private present = { asked: '', name: '' };
  /** By what was asked for, as long as it is not decided. */
  private readonly open = new Map<string, string>();

  /** The input with its name. */
  named(input: InitiateCallInput): InitiateCallInput {
    const asked = withoutName(input);
    if (this.present.asked !== asked) this.present = { asked, name: this.open.get(asked) ?? newName() };
    return { ...input, idempotencyKey: this.present.name };
  }

  /** The call is being asked for. */
  keep({ idempotencyKey, ...input }: InitiateCallInput): void {
    if (idempotencyKey) this.open.set(withoutName(input), idempotencyKey);
  }

  /** What was decided stays decided for the name: who asks again asks for another call. */
  decided(input: InitiateCallInput): void {
    const asked = withoutName(input);
    this.open.delete(asked);
    if (this.present.asked === asked) this.present = { asked: '', name: '' };
  }
}

/** What an input asks for, whatever its name. */
export function withoutName({ idempotencyKey: _, ...input }: InitiateCallInput): string {
  return JSON.stringify(input);
}

/** A name for a call that nobody else uses. `crypto.randomUUID` is there on https pages only. */
function newName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `console-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
