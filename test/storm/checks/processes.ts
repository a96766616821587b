import type { AllParties } from '../parties/gather';
import { result, type StormCheck } from './check';

/** How the processes fared, by themselves. */
export function checkProcesses({ servers, database }: AllParties): StormCheck[] {
  const each = Object.values(servers);
  const named = (of: 'ownEnds' | 'rejections' | 'brokenLedgers') =>
    each.flatMap((server) => server[of].map((what) => `server ${server.name}: ${what}`));
  return [
    result('no-process-ended', 'Nobody ended who was not killed.', [
      ...named('ownEnds'),
      ...database.ownEnds.map((what) => `database: ${what}`),
    ]),
    result('no-rejection-unseen', 'No promise was rejected at which nobody looked.', named('rejections')),
    result('ledger-held-throughout', 'No server saw a broken ledger during the storm.', named('brokenLedgers')),
  ];
}
