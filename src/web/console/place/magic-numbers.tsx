import type { Explorer } from '../../shared/explorer';

interface Props {
  numbers: Explorer['magicNumbers'];
  onNumber(number: string): void;
}

/** The numbers of a simulated carrier that always do the same. */
export function MagicNumbers({ numbers, onNumber }: Props) {
  if (numbers.length === 0) return null;
  return (
    <details class="magic">
      <summary>Numbers that always do the same</summary>
      <ul>
        {numbers.map(({ number, what }) => (
          <li key={number}>
            <button type="button" onClick={() => onNumber(number)}>
              <span class="mono">{number}</span> <span>{what}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
