/** A time as `Date.prototype.toISOString` writes it. */
export type IsoTime = string;

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Whether a value has the form of an {@link IsoTime}. */
export function isIsoTime(value: unknown): value is IsoTime {
  return typeof value === 'string' && ISO_TIME.test(value);
}
