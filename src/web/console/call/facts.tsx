import type { ComponentChildren } from 'preact';
import { duration, number, words } from '../format';
import { Moment } from '../parts/moment';
import { isLive } from '../parts/status';
import type { FullCall } from './use-call';

/** Who, when, how long, why. */
export function Facts({ call }: { call: FullCall }) {
  const data = Object.entries(call.contactData ?? {});
  return (
    <section class="card" aria-labelledby="facts">
      <h2 id="facts">Call</h2>
      <dl class="facts">
        <Fact name="To">
          <span class="mono">{call.toNumber}</span>
        </Fact>
        <Fact name="From">
          <span class="mono">{call.fromNumber}</span>
        </Fact>
        <Fact name="Agent">{call.agent.name}</Fact>
        <Fact name="Started">
          <Moment at={call.startTime} />
        </Fact>
        <Fact name="Answered">{call.answeredTime ? <Moment at={call.answeredTime} /> : '–'}</Fact>
        <Fact name="By">{call.answeredBy ? words(call.answeredBy) : '–'}</Fact>
        <Fact name="Duration">{call.durationSeconds ? duration(call.durationSeconds) : '–'}</Fact>
        <Fact name="Ended">{call.endedReason ? words(call.endedReason) : '–'}</Fact>
        <Fact name="Credits">
          {number(call.creditsUsed)}
          {isLive(call.status) && ' held'}
        </Fact>
        <Fact name="Worth a retry">{call.retryable === null ? '–' : call.retryable ? 'Yes' : 'No'}</Fact>
        {data.map(([name, value]) => (
          <Fact key={name} name={name}>
            {typeof value === 'string' ? value : JSON.stringify(value)}
          </Fact>
        ))}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
