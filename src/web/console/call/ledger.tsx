import { number, preciseTime, words } from '../format';
import { Moment } from '../parts/moment';
import type { FullCall } from './use-call';

/** The call's lines in the ledger of credits. */
export function Ledger({ call }: { call: FullCall }) {
  return (
    <section class="card" aria-labelledby="ledger">
      <h2 id="ledger">Ledger</h2>
      <table class="ledger">
        <caption class="hidden-visually">Movements of credits for this call</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Entry</th>
            <th scope="col" class="figure">
              Credits
            </th>
            <th scope="col" class="figure">
              Balance
            </th>
            <th scope="col" class="figure">
              Held
            </th>
          </tr>
        </thead>
        <tbody>
          {call.creditEntries.map(({ id, type, amount, balanceAfter, reservedAfter, createdAt }) => (
            <tr key={id}>
              <td>
                <Moment at={createdAt} as={preciseTime} />
              </td>
              <th scope="row">{words(type)}</th>
              <td class="figure">{number(amount)}</td>
              <td class="figure">{number(balanceAfter)}</td>
              <td class="figure">{number(reservedAfter)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
