/** The shape of a JSON value: its members in their order and nesting, each with its type instead of its value. */
export function shapeOf(value: unknown): unknown {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]));
}

/** The shape as text, in which the order of members counts too. */
export function shapeText(value: unknown): string {
  return JSON.stringify(shapeOf(value), null, 2);
}
