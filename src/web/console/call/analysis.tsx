import type { TurnFragment } from '../documents.generated';
import { duration, percent, words } from '../format';
import { linkTo } from '../router';
import type { FullCall } from './use-call';

const VERDICTS = { SUCCESS: 'good', FAILURE: 'bad', UNKNOWN: 'warn' } as const;

/** What the call came to. */
export function Analysis({ call, turns }: { call: FullCall; turns: TurnFragment[] }) {
  const { analysis } = call;
  return (
    <section class="card analysis" aria-labelledby="analysis">
      <h2 id="analysis">Analysis</h2>
      {analysis.status === 'COMPLETED' ? (
        <Findings call={call} turns={turns} />
      ) : (
        <p class="muted">
          {words(analysis.status)}: {analysis.reason}
        </p>
      )}
    </section>
  );
}

function Findings({ call, turns }: { call: FullCall; turns: TurnFragment[] }) {
  const { success, summary, sentiment, keyPoints, actionItems, extracted } = call.analysis;
  return (
    <>
      {success && (
        <p class="verdict">
          <span class="status" data-kind={VERDICTS[success.verdict]}>
            {words(success.verdict)}
          </span>{' '}
          <span class="muted">Score {percent(success.score)}.</span> {success.rationale}
        </p>
      )}
      {summary && <p dir="auto">{summary}</p>}
      {extracted.length > 0 && <Answers call={call} turns={turns} />}
      <List title="Key points" items={keyPoints} />
      <List title="To do" items={actionItems} />
      {sentiment && <p class="muted small">Mood of the contact: {words(sentiment).toLowerCase()}</p>}
    </>
  );
}

function Answers({ call, turns }: { call: FullCall; turns: TurnFragment[] }) {
  const at = new Map(turns.map(({ index, offsetMs }) => [index, duration(offsetMs / 1000)]));
  return (
    <table class="answers">
      <caption>Answers</caption>
      <thead class="hidden-visually">
        <tr>
          <th scope="col">Question</th>
          <th scope="col">Answer</th>
          <th scope="col">Said at</th>
        </tr>
      </thead>
      <tbody>
        {call.analysis.extracted.map(({ name, value, supported, evidence }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value === null ? <span class="muted">no answer</span> : shown(value)}</td>
            <td class="evidence">
              {evidence.map(({ index }) => (
                <a key={index} href={linkTo(['calls', call.id], { turn: String(index) })}>
                  {at.get(index) ?? `turn ${index}`}
                </a>
              ))}
              {value !== null && !supported && <span class="turn-mark">nothing said bears it out</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function shown(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function List({ title, items }: { title: string; items: string[] }) {
  if (items.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      <ul class="points">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  );
}
