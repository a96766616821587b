import { useRef, useState } from 'preact/hooks';
import { type CallersQuery, type InitiateCallInput, PlaceCallDocument } from '../documents.generated';
import { quoted, SameByApi } from '../parts/same-by-api';
import { linkTo } from '../router';
import { useSession } from '../session';
import { type Draft, NAME, readDraft } from './draft';
import { about, Field } from './field';
import { MagicNumbers } from './magic-numbers';
import { Names, withoutName } from './names';
import { Preview } from './preview';
import { usePlaceCall } from './use-place-call';
import { usePreview } from './use-preview';

type Agent = CallersQuery['agents']['edges'][number]['node'];
type Caller = CallersQuery['phoneNumbers']['edges'][number]['node'];

/** A field's problem appears this late, in milliseconds, so that the button that is being clicked does not move away. */
const CLICK_MS = 250;

interface Props {
  agents: Agent[];
  numbers: Caller[];
  /** Where the form begins. */
  query: URLSearchParams;
}

/** Who is called, by whom, with what. */
export function Form({ agents, numbers, query }: Props) {
  const { explorer, account } = useSession();
  const isSimulated = explorer.simulated || account.testMode;
  const [draft, setDraft] = useState<Draft>(() => firstDraft(agents, query, isSimulated));
  /** The fields that somebody has left; only these are told what is wrong with them. */
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const form = useRef<HTMLFormElement>(null);
  const agent = agents.find(({ id }) => id === draft.agentId);
  const variables = agent?.variables.filter((name) => name !== NAME) ?? [];
  const { input: unnamed, problems: own } = readDraft(draft, variables);
  const [names] = useState(() => new Names());
  const input = unnamed && names.named(unnamed);
  const { place, failure: last, isPlacing } = usePlaceCall(names);
  // What was wrong with other input may be right now.
  const failure = last && input && withoutName(last.input) === withoutName(input) ? last : undefined;
  const { preview, issues, isPresent } = usePreview(input);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const leave = (member: string) => setTimeout(() => setLeft((before) => new Set(before).add(member)), CLICK_MS);
  const typed = (name: keyof Draft) => ({
    value: draft[name] as string,
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => change({ [name]: currentTarget.value }),
    onBlur: () => leave(name === 'moreData' ? 'contactData' : name),
  });
  const problemOf = (member: string, ownProblem?: string) =>
    failure?.issues[member]?.join('. ') ??
    (left.has(member) ? (ownProblem ?? (input && issues[member]?.join('. '))) : undefined);
  const problems = {
    toNumber: problemOf('toNumber', own.toNumber),
    agentId: problemOf('agentId'),
    fromNumberId: problemOf('fromNumberId'),
    contactName: problemOf('contactName'),
    contactData: problemOf('contactData', own.contactData),
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    setLeft(new Set([...Object.keys(problems), ...variables.map(memberOf)]));
    const isWrong = !input || (isPresent && Object.keys(issues).length > 0);
    if (!isWrong) await place(input);
    // Once what is wrong is shown.
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return (
    <div class="place-columns">
      <form ref={form} class="card" onSubmit={(event) => void submit(event)} noValidate>
        <Field id="to" label="Number to call" problem={problems.toNumber}>
          <input
            {...about('to', problems.toNumber)}
            {...typed('toNumber')}
            class="input mono"
            type="tel"
            autoComplete="off"
            placeholder="+14155550100"
            required
          />
        </Field>
        {isSimulated && <MagicNumbers numbers={explorer.magicNumbers} onNumber={(toNumber) => change({ toNumber })} />}
        <Field id="name" label="Name of the person" problem={problems.contactName}>
          <input {...about('name', problems.contactName)} {...typed('contactName')} class="input" autoComplete="off" />
        </Field>
        <Field id="agent" label="Agent" problem={problems.agentId}>
          <select {...about('agent', problems.agentId)} {...typed('agentId')} class="input">
            {agents.map(({ id, name, language }) => (
              <option key={id} value={id}>
                {name} ({language})
              </option>
            ))}
          </select>
        </Field>
        {variables.map((name) => {
          const id = `variable-${name}`;
          const problem = problemOf(memberOf(name));
          return (
            <Field key={name} id={id} label={name} problem={problem}>
              <input
                {...about(id, problem)}
                class="input"
                autoComplete="off"
                value={draft.variables[name] ?? ''}
                onInput={({ currentTarget }) =>
                  change({ variables: { ...draft.variables, [name]: currentTarget.value } })
                }
                onBlur={() => leave(memberOf(name))}
              />
            </Field>
          );
        })}
        <Field id="from" label="Caller id" problem={problems.fromNumberId}>
          <select {...about('from', problems.fromNumberId)} {...typed('fromNumberId')} class="input">
            <option value="">
              {agent?.fromNumber ? `The agent's own, ${agent.fromNumber.phoneNumber}` : 'Choose one'}
            </option>
            {numbers.map(({ id, phoneNumber, label }) => (
              <option key={id} value={id}>
                {phoneNumber} {label}
              </option>
            ))}
          </select>
        </Field>
        <details class="more-data" open={problems.contactData !== undefined || undefined}>
          <summary>More data for the prompt</summary>
          <Field id="data" label="JSON object" problem={problems.contactData}>
            <textarea
              {...about('data', problems.contactData)}
              {...typed('moreData')}
              class="input mono"
              rows={4}
              spellcheck={false}
              placeholder='{"company": "Acme"}'
            />
          </Field>
        </details>
        <div class="row">
          <button type="submit" class="button primary" disabled={isPlacing}>
            {isPlacing ? 'Placing …' : 'Place the call'}
          </button>
        </div>
        <p class="problem" role="alert">
          {failure?.message}
          {failure?.callId && (
            <>
              {' '}
              <a href={linkTo(['calls', failure.callId])}>See the call</a>
            </>
          )}
        </p>
      </form>
      <div class="place-side">
        <Preview preview={preview} />
        {unnamed && <Same input={unnamed} />}
      </div>
    </div>
  );
}

function Same({ input }: { input: InitiateCallInput }) {
  const { explorer } = useSession();
  return (
    <details class="card">
      <summary>The same by API</summary>
      <SameByApi
        command={`curl ${quoted(`${explorer.restUrl}/calls`)} -H "X-API-Key: $KEY" -H "Content-Type: application/json" -d ${quoted(JSON.stringify(input))}`}
        documents={[{ label: 'place this call', text: PlaceCallDocument.toString(), variables: { input } }]}
      />
    </details>
  );
}

const memberOf = (variable: string) => `contactData.${variable}`;

function firstDraft(agents: Agent[], query: URLSearchParams, isSimulated: boolean): Draft {
  const asked = query.get('agentId');
  return {
    toNumber: query.get('toNumber') ?? (isSimulated ? '+14155550100' : ''),
    contactName: query.get('contactName') ?? (isSimulated ? 'Ada Lovelace' : ''),
    agentId: (agents.find(({ id }) => id === asked) ?? agents[0])?.id ?? '',
    fromNumberId: '',
    variables: {},
    moreData: '',
  };
}
