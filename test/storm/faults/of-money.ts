import { PLAIN_NUMBERS } from '../clients/order';
import { PECULIAR_NUMBERS } from '../parties/carrier';
import { SLOW_DATABASE } from './conditions';
import type { PlantedFault } from './planted-fault';

/** Ways to get credits wrong. */
export const FAULTS_OF_MONEY: readonly PlantedFault[] = [
  {
    name: 'a settle outside the transaction',
    harm: 'a call has ended and its hold is still open; a server that dies then leaves it so',
    replacements: [
      {
        file: 'services/calls/learn-batch.js',
        find: 'await (0, settle_call_1.settleCall)(client, { ...call, ...after });',
        put: '',
      },
      {
        file: 'services/calls/learn-batch.js',
        find: 'result: () => answers };',
        put: `result: () => {
          for (const { call, after, ends } of moves.values())
            if (ends) void (0, settle_call_1.settleCall)(pool, { ...call, ...after });
          return answers;
        } };`,
      },
    ],
    conditions: { seconds: 15, numbers: [PLAIN_NUMBERS], plan: SLOW_DATABASE },
    seenBy: ['ended-call-closed-hold'],
  },
  {
    name: 'a lost release',
    harm: 'what a call did not use of its hold is never given back',
    replacements: [
      {
        file: 'services/credits/settle-call.js',
        find: 'const rest = call.creditsReserved - charge;',
        put: 'const rest = 0; call = { ...call, creditsReserved: charge };',
      },
    ],
    conditions: { seconds: 15, numbers: [PLAIN_NUMBERS] },
    seenBy: ['ended-call-closed-hold'],
  },
  {
    name: 'a callback applied twice',
    harm: 'a call is charged once for each time that its end is told',
    replacements: [
      {
        file: 'services/calls/learn-batch.js',
        find: ' && !(0, call_state_1.isTerminal)(before.status)',
        put: '',
      },
    ],
    guards: [
      'drop index credit_entries_once',
      'drop trigger credit_entries_hold on credit_entries',
      'alter table credit_balances drop constraint credit_balances_reserved, drop constraint credit_balances_active',
    ],
    conditions: { seconds: 15, numbers: [PECULIAR_NUMBERS.repeated] },
    seenBy: ['ended-call-closed-hold'],
  },
  {
    name: 'a batch without lock',
    harm: 'two servers spend the same credits, and one forgets what the other booked',
    replacements: [{ file: 'services/calls/admission-sql.js', find: ' for update of b`', put: '`' }],
    guards: ['drop index credit_entries_seq'],
    conditions: { seconds: 15, numbers: [PLAIN_NUMBERS] },
    seenBy: ['entries-chain', 'balance-is-sum'],
  },
  {
    name: 'a hold above the time limit',
    harm: 'credits are held that the call can never use, and others are refused for want of them',
    replacements: [
      {
        file: 'services/calls/call-money.js',
        find: 'return minutesOf(agent.maxDurationSeconds) *',
        put: 'return (minutesOf(agent.maxDurationSeconds) + 1) *',
      },
    ],
    conditions: { seconds: 15, numbers: [PLAIN_NUMBERS] },
    seenBy: ['hold-fits-time-limit', 'hold-covers-limit'],
  },
];
