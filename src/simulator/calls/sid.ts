import { createHash, randomBytes } from 'node:crypto';

/** A fresh SID: two letters of the kind and 32 hexadecimal digits (Twilio, "What is a String Identifier"). */
export function newSid(kind: 'CA' | 'VX'): string {
  return `${kind}${randomBytes(16).toString('hex')}`;
}

/** The SID of something that has no record of its own here, the same for the same name. */
export function sidOf(kind: 'PN', name: string): string {
  return `${kind}${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
}

/** A number in [0, 1) that looks random and is always the same for the same text. */
export function fractionOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
