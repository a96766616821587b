/** @jsxImportSource react */
import { type GraphiQLPlugin, useGraphiQL } from '@graphiql/react';
import { useState } from 'react';
import { canCopy } from '../shared/copy';
import type { Explorer } from '../shared/explorer';
import { withNumber } from './tabs';

/** A panel with the numbers that always do the same. */
export function magicNumbers(explorer: Explorer): GraphiQLPlugin {
  return { title: 'Magic numbers', icon: PhoneIcon, content: () => <Numbers {...explorer} /> };
}

/** A number that is clicked goes into the variables of an operation that places a call, else to the clipboard. */
function Numbers({ simulated, magicNumbers }: Explorer) {
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const [done, setDone] = useState('Click one to call it.');
  const use = async (number: string) => {
    const variables = withNumber(variableEditor?.getValue() ?? null, number);
    if (variables) {
      variableEditor?.setValue(variables);
      return setDone(`${number} is the number to call.`);
    }
    if (!canCopy()) return setDone('Open a tab that places a call first.');
    await navigator.clipboard.writeText(number);
    setDone(`${number} was copied.`);
  };
  return (
    <section className="magic" aria-label="Magic numbers">
      <h2>Magic numbers</h2>
      {!simulated && <p>For test keys only: calls of other keys ring real phones.</p>}
      <p>The simulated carrier plays every number as a person who answers, talks and says goodbye, but these.</p>
      <p role="status" className="magic-done">
        {done}
      </p>
      <ul>
        {magicNumbers.map(({ number, what }) => (
          <li key={number}>
            <button type="button" onClick={() => void use(number)}>
              <code>{number}</code>
              <span>{what}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function PhoneIcon() {
  return (
    <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M4 3h3l1.5 4-2 1.5a9 9 0 0 0 5 5l1.5-2 4 1.5v3a1.5 1.5 0 0 1-1.6 1.5A13.5 13.5 0 0 1 2.5 4.6 1.5 1.5 0 0 1 4 3Z" />
    </svg>
  );
}
