import { Copy } from '../parts/copy';
import type { FullCall } from './use-call';

/** The names of the call for programs. */
export function Ids({ call }: { call: FullCall }) {
  const ids = [
    ['Call', call.id],
    ['Tracking', call.trackingId],
    ['Provider', call.callSid],
    ['Contact', call.contactId],
    ['Agent', call.agent.id],
    ['Campaign', call.campaignId],
  ] as const;
  return (
    <section class="card" aria-labelledby="ids">
      <h2 id="ids">Ids</h2>
      <dl class="ids">
        {ids.map(([name, id]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <code>{id ?? '–'}</code>
              {id && <Copy text={id} what={`the id: ${name}`} />}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
