import { useEffect, useState } from 'preact/hooks';
import { useQuery } from '../api/use-query';
import { UsageDocument, type UsageQuery } from '../documents.generated';
import { counted, day, duration, hour, number, percent } from '../format';
import { Heading } from '../parts/heading';
import { Problem } from '../parts/problem';
import { isLive } from '../parts/status';
import { linkTo } from '../router';
import { useSession } from '../session';
import { type Bar, BarChart } from './bar-chart';
import { type Bucket, daily, hourly, midnight, monthStart } from './buckets';
import { Outcomes } from './outcomes';

/** After the end of a call the figures are asked for again, so often at most, in milliseconds. */
const SETTLED_MS = 3000;

const METRICS = [
  { name: 'calls', label: 'Calls', unit: 'calls' },
  { name: 'minutes', label: 'Minutes', unit: 'minutes' },
  { name: 'creditsUsed', label: 'Credits', unit: 'credits' },
] as const;
type Metric = (typeof METRICS)[number];

/** What the account used, today and in the last 30 days. */
export function Usage() {
  const { data, error, reload } = useQuery(UsageDocument, {
    today: midnight(0).toISOString(),
    month: monthStart().toISOString(),
  });
  useReloadAfterCalls(reload);
  return (
    <section class="usage" aria-busy={!data && !error}>
      <Heading title="Usage" />
      {error && <Problem error={error} />}
      {data && <Figures account={data.account} />}
    </section>
  );
}

function Figures({ account }: { account: UsageQuery['account'] }) {
  const [metric, setMetric] = useState<Metric>(METRICS[0]);
  const { series } = account.month;
  const of = metric.name === 'calls' ? { partUnit: 'answered calls' } : {};
  return (
    <>
      <Totals account={account} />
      <fieldset class="metrics">
        <legend class="hidden-visually">What the charts show</legend>
        {METRICS.map((choice) => (
          <label key={choice.name}>
            <input
              type="radio"
              name="metric"
              checked={choice.name === metric.name}
              onChange={() => setMetric(choice)}
            />
            {choice.label}
          </label>
        ))}
      </fieldset>
      <div class="usage-charts">
        <BarChart
          title={`${metric.label}, last 30 days`}
          unit={metric.unit}
          bars={daily(series).map((bucket) => barOf(bucket, metric, day(bucket.from)))}
          labelled="last"
          {...of}
        />
        <BarChart
          title={`${metric.label} today, by hour`}
          unit={metric.unit}
          bars={hourly(series).map((bucket) => barOf(bucket, metric, hour(bucket.from)))}
          labelled="first"
          {...of}
        />
      </div>
      <div class="usage-columns">
        <Outcomes byStatus={account.month.byStatus} />
        <Agents byAgent={account.month.byAgent} />
      </div>
    </>
  );
}

function barOf(bucket: Bucket, { name }: Metric, label: string): Bar {
  return { label, value: bucket[name], ...(name === 'calls' && { part: bucket.answered }) };
}

function Totals({ account: { testMode, credits, limits, today, month } }: { account: UsageQuery['account'] }) {
  const tiles = [
    {
      name: 'Credits available',
      value: testMode ? 'No limit' : number(credits.available),
      more: `${number(credits.reserved)} held, ${number(credits.used)} used so far`,
    },
    {
      name: 'Today',
      value: counted(today.totals.calls, 'call'),
      more: `${counted(today.totals.minutes, 'minute')}, ${counted(today.totals.creditsUsed, 'credit')}`,
    },
    {
      name: 'Last 30 days',
      value: counted(month.totals.calls, 'call'),
      more: `${counted(month.totals.minutes, 'minute')}, ${counted(month.totals.creditsUsed, 'credit')}`,
    },
    {
      name: 'Completed',
      value: percent(month.totals.answerRate),
      more: `${duration(month.totals.averageDuration)} on average`,
    },
    {
      name: 'Live now',
      value: number(limits.activeCalls),
      more: `of ${number(limits.concurrentCalls)} at once`,
    },
  ];
  return (
    <dl class="tiles">
      {tiles.map(({ name, value, more }) => (
        <div key={name} class="card tile">
          <dt>{name}</dt>
          <dd>
            <strong>{value}</strong>
            <span class="muted small">{more}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Agents({ byAgent }: { byAgent: UsageQuery['account']['month']['byAgent'] }) {
  return (
    <section class="card" aria-labelledby="agents">
      <h2 id="agents">By agent</h2>
      {byAgent.length === 0 && (
        <p class="muted">
          No calls in the last 30 days. <a href={linkTo(['new'])}>Place a call</a>
        </p>
      )}
      {byAgent.length > 0 && (
        <table class="figures">
          <caption class="hidden-visually">Usage of the last 30 days by agent</caption>
          <thead>
            <tr>
              <th scope="col">Agent</th>
              <th scope="col" class="figure">
                Calls
              </th>
              <th scope="col" class="figure">
                Minutes
              </th>
              <th scope="col" class="figure">
                Credits
              </th>
            </tr>
          </thead>
          <tbody>
            {byAgent.map(({ agentId, agentName, calls, minutes, creditsUsed }) => (
              <tr key={agentId}>
                <th scope="row">{agentName}</th>
                <td class="figure">{number(calls)}</td>
                <td class="figure">{number(minutes)}</td>
                <td class="figure">{number(creditsUsed)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Asks again a moment after a call began or ended. */
function useReloadAfterCalls(reload: () => void): void {
  const { feed } = useSession();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = feed.listen(({ status }) => {
      if (status !== 'INITIATED' && isLive(status)) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        reload();
      }, SETTLED_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [feed, reload]);
}
