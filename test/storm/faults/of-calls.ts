import { PLAIN_NUMBERS } from '../clients/order';
import { CALLBACKS_LOST, DEAF_SERVERS, NO_PROOF, SERVERS_DIE } from './conditions';
import type { PlantedFault } from './planted-fault';

/** Ways to dial somebody twice, or to forget about a call. */
export const FAULTS_OF_CALLS: readonly PlantedFault[] = [
  {
    name: 'no fence',
    harm: 'whoever repeats what was answered by 500 has the phone ring again',
    replacements: [{ file: 'services/calls/gates.js', find: 'if (!owedCallId)', put: 'if (true)' }],
    conditions: { seconds: 15, numbers: [PLAIN_NUMBERS], plan: NO_PROOF },
    seenBy: ['one-ring-an-order'],
  },
  {
    name: 'an idempotency row written after the dial',
    harm: 'a repeat that comes while the first is under way has the phone ring again',
    replacements: [
      { file: 'services/calls/admission-sql.js', find: 'where g.key is not null', put: 'where false' },
      {
        file: 'services/calls/initiate-call.js',
        find: 'return (0, dial_call_1.dialCall)(domain, admission);',
        put: `{
          const outcome = await (0, dial_call_1.dialCall)(domain, admission);
          const { idempotencyKey, fingerprint } = (0, admission_request_1.admissionRequest)(accountId, request);
          const row = [accountId, idempotencyKey, fingerprint, admission.call.id].map((value) => [value]);
          if (idempotencyKey) await domain.pool.query(require('./admission-sql').ADOPT_CALLS, row);
          return outcome;
        }`,
      },
    ],
    conditions: { seconds: 15, numbers: [PLAIN_NUMBERS], plan: NO_PROOF },
    seenBy: ['one-ring-an-order', 'one-call-an-order'],
  },
  {
    name: 'a sweep that redials',
    harm: 'a call that was accepted, but whose reply and callbacks were lost, rings again',
    replacements: [
      {
        file: 'services/calls/look-after-calls.js',
        find: "await domain.facts.learn(call, SOURCE, { kind: 'dial-unknown', message, at: null });",
        put: `{
          const { toNumber, fromNumber, maxDurationSeconds } =
            await domain.loaders.callById.load({ accountId: call.accountId, id: call.callId });
          const again = await domain.telephony.dial({ ...call, toNumber, fromNumber, maxDurationSeconds });
          const fact = again.kind === 'accepted' ? { kind: 'dial-accepted', sid: again.sid } : { kind: 'dial-unknown', message };
          await domain.facts.learn(call, SOURCE, { ...fact, at: null });
        }`,
      },
    ],
    conditions: { seconds: 15, numbers: [PLAIN_NUMBERS], plan: DEAF_SERVERS },
    seenBy: ['dialled-once'],
  },
  {
    name: 'a dropped callback without sweep',
    harm: 'a call whose callbacks are lost goes on for ever, and its hold with it',
    replacements: [{ file: 'services/calls/look-after-calls.js', find: 'round < MAX_ROUNDS', put: 'false' }],
    conditions: { seconds: 1, numbers: [CALLBACKS_LOST], quietSeconds: 10 },
    seenBy: ['nothing-left-to-do'],
  },
  {
    name: 'a job lost with its worker',
    harm: 'an analysis that a server was making when it died is never made',
    replacements: [
      {
        file: 'services/analyses/claim-analyses.js',
        find: 'exports.LEASE_SECONDS = 10;',
        put: 'exports.LEASE_SECONDS = 1_000_000;',
      },
    ],
    conditions: { seconds: 15, numbers: [PLAIN_NUMBERS], plan: SERVERS_DIE },
    seenBy: ['awaited-analysis-due'],
  },
];
