import { fullMoment, moment } from '../format';

/** A moment in the viewer's zone, with all of it to be had by pointing. */
export function Moment({ at, as = moment }: { at: string; as?(iso: string): string }) {
  return (
    <time dateTime={at} title={fullMoment(at)}>
      {as(at)}
    </time>
  );
}
