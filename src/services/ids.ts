const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID, in either case. What is none names no row, and the database would refuse to compare it. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
