/** What may be kept about a contact, in bytes of JSON: its `additionalData` and its `metadata` each. */
export const MAX_KEPT_BYTES = 64 * 1024;

/** What a call's request adds to its contact's `additionalData`. */
export function dataOfRequest(request: {
  contactName: string | null;
  contactData: Record<string, unknown> | null;
}): Record<string, unknown> {
  return { ...request.contactData, ...(request.contactName !== null && { name: request.contactName }) };
}

/** Bytes of a value as JSON. */
export function bytesOf(value: object): number {
  return Buffer.byteLength(JSON.stringify(value));
}
