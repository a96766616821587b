import type { CallStatus } from '../documents.generated';
import { number, percent } from '../format';
import { isLive, STATUSES, Status } from '../parts/status';
import { linkTo } from '../router';

/** How many calls ended how, with the share of each. */
export function Outcomes({ byStatus }: { byStatus: Record<string, unknown> }) {
  const counts = STATUSES.map((status) => ({ status, calls: Number(byStatus[status] ?? 0) })).filter(
    ({ status, calls }) => calls > 0 || !isLive(status),
  );
  const all = counts.reduce((sum, { calls }) => sum + calls, 0);
  return (
    <section class="card" aria-labelledby="outcomes">
      <h2 id="outcomes">By outcome</h2>
      <table class="outcomes">
        <caption class="hidden-visually">Calls of the last 30 days by status</caption>
        <thead class="hidden-visually">
          <tr>
            <th scope="col">Status</th>
            <th scope="col">Calls</th>
            <th scope="col">Of all</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {counts.map(({ status, calls }) => (
            <tr key={status}>
              <th scope="row">
                <a href={linkTo(['calls'], { status })}>
                  <Status status={status as CallStatus} />
                </a>
              </th>
              <td class="figure">{number(calls)}</td>
              <td class="share">
                <svg width="100%" height="8" aria-hidden="true">
                  <rect class="bar" width="100%" height="8" rx="2" />
                  <rect class="bar strong" width={`${all === 0 ? 0 : (100 * calls) / all}%`} height="8" rx="2" />
                </svg>
              </td>
              <td class="figure muted">{percent(all === 0 ? 0 : calls / all)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
