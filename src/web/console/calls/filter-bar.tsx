import { useEffect, useState } from 'preact/hooks';
import { Unreachable } from '../api/errors';
import { FindCallDocument } from '../documents.generated';
import { words } from '../format';
import { phoneNumberOf } from '../parts/phone-number';
import { STATUSES } from '../parts/status';
import { goTo, linkTo } from '../router';
import { useSession } from '../session';
import type { Wanted } from './filter';

const UNKNOWN = 'Neither a whole phone number, such as +14155550100, nor the id of a call.';

interface Props {
  wanted: Wanted;
  onWanted(wanted: Wanted): void;
}

/** Chooses calls by status, and finds them by number or id. */
export function FilterBar({ wanted, onWanted }: Props) {
  const { api } = useSession();
  const [text, setText] = useState(wanted.to);
  const [problem, setProblem] = useState('');
  useEffect(() => setText(wanted.to), [wanted.to]);
  const search = async (event: Event) => {
    event.preventDefault();
    const to = phoneNumberOf(text);
    setProblem('');
    if (to || text.trim() === '') return onWanted({ ...wanted, to: to ?? '' });
    try {
      const { call } = await api.request(FindCallDocument, { reference: text.trim() });
      if (call) return goTo(linkTo(['calls', call.id]));
      setProblem(UNKNOWN);
    } catch (error) {
      setProblem(error instanceof Unreachable ? error.message : UNKNOWN);
    }
  };
  return (
    <form class="filter" onSubmit={(event) => void search(event)}>
      <div class="field">
        <label for="status">Status</label>
        <select
          id="status"
          class="input"
          value={wanted.status}
          onChange={({ currentTarget }) => onWanted({ ...wanted, status: currentTarget.value })}
        >
          <option value="">All</option>
          <option value="LIVE">Live now</option>
          {STATUSES.map((status) => (
            <option key={status} value={status}>
              {words(status)}
            </option>
          ))}
        </select>
      </div>
      <div class="field wide">
        <label for="search">Number or call id</label>
        <input
          id="search"
          type="search"
          class="input"
          value={text}
          placeholder="+14155550100"
          autoComplete="off"
          spellcheck={false}
          aria-invalid={problem !== ''}
          aria-describedby="search-problem"
          onInput={({ currentTarget }) => {
            setText(currentTarget.value);
            // Emptied by its own button, too.
            if (currentTarget.value === '' && wanted.to) onWanted({ ...wanted, to: '' });
          }}
        />
      </div>
      <button type="submit" class="button">
        Find
      </button>
      <p id="search-problem" class="problem" role="alert">
        {problem}
      </p>
    </form>
  );
}
