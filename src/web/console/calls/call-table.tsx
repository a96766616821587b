import { useEffect, useRef } from 'preact/hooks';
import type { CallRowFragment } from '../documents.generated';
import { duration, number, words } from '../format';
import { Moment } from '../parts/moment';
import { isLive, Status } from '../parts/status';
import { goTo, linkTo } from '../router';

/** Calls as a table, which narrow screens show as cards. */
export function CallTable({ calls }: { calls: CallRowFragment[] }) {
  const body = useRef<HTMLTableSectionElement>(null);
  useRowsThatOpen(body);
  return (
    <table class="call-table">
      <caption class="hidden-visually">Calls, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col">To</th>
          <th scope="col">Agent</th>
          <th scope="col">Started</th>
          <th scope="col" class="figure">
            Duration
          </th>
          <th scope="col" class="figure">
            Credits
          </th>
          <th scope="col">Reason</th>
        </tr>
      </thead>
      <tbody ref={body}>
        {calls.map((call) => (
          <Row key={call.id} call={call} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ call }: { call: CallRowFragment }) {
  return (
    <tr>
      <td class="cell-status">
        <Status status={call.status} />
      </td>
      <th scope="row" class="cell-to">
        <a href={linkTo(['calls', call.id])}>
          <span class="mono">{call.toNumber}</span>
          {call.contactName && <bdi class="muted"> {call.contactName}</bdi>}
        </a>
      </th>
      <td class="cell-agent">{call.agent.name}</td>
      <td class="cell-started">
        <Moment at={call.startTime} />
      </td>
      <td class="cell-duration figure">{call.durationSeconds ? duration(call.durationSeconds) : '–'}</td>
      <td class="cell-credits figure">
        {number(call.creditsUsed)}
        {isLive(call.status) && <span class="muted"> held</span>}
      </td>
      <td class="cell-reason muted" title={call.explanation ?? undefined}>
        {call.endedReason ? words(call.endedReason) : ''}
      </td>
    </tr>
  );
}

/** A click anywhere on a row follows its link. The link itself is for keyboards, and for everything a link can do. */
function useRowsThatOpen(body: { current: HTMLElement | null }): void {
  useEffect(() => {
    const open = (event: MouseEvent) => {
      const target = event.target as HTMLElement;
      if (event.button !== 0 || target.closest('a') || getSelection()?.toString()) return;
      const link = target.closest('tr')?.querySelector('a');
      if (link) goTo(link.hash);
    };
    const element = body.current;
    element?.addEventListener('click', open);
    return () => element?.removeEventListener('click', open);
  }, [body]);
}
