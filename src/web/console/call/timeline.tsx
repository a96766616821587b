import type { CallInFullFragment } from '../documents.generated';
import { preciseTime, words } from '../format';
import { Moment } from '../parts/moment';

/** What happened, in causal order. */
export function Timeline({ events }: { events: CallInFullFragment['events'] }) {
  return (
    <section class="card" aria-labelledby="timeline">
      <h2 id="timeline">Timeline</h2>
      <ol class="timeline">
        {events.map(({ id, type, occurredAt, source }) => (
          <li key={id}>
            <Moment at={occurredAt} as={preciseTime} />
            <span>{words(type)}</span>
            <span class="muted small">{source}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
