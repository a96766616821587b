import { counted, country, duration, number, timeThere, words } from '../format';
import { Scrolled } from '../parts/scrolled';
import { linkTo } from '../router';
import type { PreviewedCall } from './use-preview';

const GATES = { OPEN: 'good', CLOSED: 'bad', UNDECIDED: 'warn' } as const;

/** What would become of the call, and what the agent would say. */
export function Preview({ preview }: { preview: PreviewedCall | undefined }) {
  return (
    <section class="card preview" aria-labelledby="preview">
      <h2 id="preview">Preview</h2>
      {preview ? (
        <Verdicts preview={preview} />
      ) : (
        <p class="muted">Fill in whom to call, and see here what would happen. Nobody is dialled.</p>
      )}
    </section>
  );
}

function Verdicts({ preview }: { preview: PreviewedCall }) {
  const { destination, cost, fromNumber, gates } = preview;
  return (
    <>
      <p class="verdict" role="status">
        <span class="status" data-kind={preview.wouldCall ? 'good' : 'bad'}>
          {preview.wouldCall ? 'Would be dialled' : 'Would not be dialled'}
        </span>
      </p>
      <dl class="facts">
        <div>
          <dt>Time there</dt>
          <dd>
            {destination.country ? country(destination.country) : 'No known country'},{' '}
            {timeThere(destination.localTime)} <span class="muted small">{destination.timeZone}</span>
          </dd>
        </div>
        <div>
          <dt>Caller id</dt>
          <dd class="mono">{fromNumber ?? '–'}</dd>
        </div>
        {cost && (
          <div>
            <dt>Held</dt>
            <dd>
              {counted(cost.hold, 'credit')}{' '}
              <span class="muted small">
                of {number(cost.available)}, {number(cost.creditsPerMinute)} a minute,{' '}
                {duration(cost.maxDurationSeconds)} at most
              </span>
            </dd>
          </div>
        )}
      </dl>
      <h3>Gates</h3>
      <ul class="gates">
        {gates.map(({ gate, state, message, remedy, call }) => (
          <li key={gate}>
            <span class="status" data-kind={GATES[state]}>
              {words(gate)}
            </span>
            <span>
              <span class="hidden-visually">{words(state)}: </span>
              {message} {remedy}
              {call && (
                <>
                  {' '}
                  <a href={linkTo(['calls', call.id])}>See that call</a>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      <Texts preview={preview} />
    </>
  );
}

function Texts({ preview: { textProblem, firstMessage, systemPrompt, variables } }: { preview: PreviewedCall }) {
  return (
    <>
      <Variables {...variables} />
      {textProblem && <p class="problem">{textProblem}</p>}
      {firstMessage !== null && (
        <>
          <h3>First message</h3>
          <p class="said">{firstMessage || <span class="muted">None: the person speaks first.</span>}</p>
        </>
      )}
      {systemPrompt !== null && (
        <>
          <h3 id="prompt">Prompt</h3>
          <Scrolled class="prompt" labelledBy="prompt">
            {systemPrompt}
          </Scrolled>
        </>
      )}
    </>
  );
}

function Variables({ known, missing, unused }: PreviewedCall['variables']) {
  const parts = [
    ...missing.map(({ name, fallback }) => ({
      name,
      kind: 'warn',
      text: fallback === null ? 'missing' : fallback === '' ? 'missing, left blank' : `missing, “${fallback}” instead`,
    })),
    ...unused.map((name) => ({ name, kind: 'warn', text: 'used by no text' })),
    ...known.map(({ name, value }) => ({
      name,
      kind: 'good',
      text: typeof value === 'string' ? value : JSON.stringify(value),
    })),
  ];
  if (parts.length === 0) return null;
  return (
    <>
      <h3>Variables</h3>
      <ul class="gates">
        {parts.map(({ name, kind, text }) => (
          <li key={name}>
            <span class="status" data-kind={kind}>
              <code>{name}</code>
            </span>
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
