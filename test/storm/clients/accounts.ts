import type { Pool } from 'pg';
import { AgentStatus } from '../../../src/entities/enums';
import { createAgent } from '../../../src/services/agents/create-agent';
import { addPhoneNumber } from '../../../src/services/phone-numbers/add-phone-number';
import { createTestAccount, type TestAccount, type TestAccountOptions } from '../../support/factories';
import { INQUISITIVE } from '../../support/inquisitive';

/** An account that takes part. */
export interface StormAccount extends TestAccount {
  concurrentCalls: number;
  agentIds: string[];
  fromNumbers: Array<{ id: string; phoneNumber: string }>;
}

/** Caller ids of an account: so many that each order has a pair of numbers of its own. */
const FROM_NUMBERS = 60;
const MANY = 1_000_000;

/** Three with all they want, one that may have few calls at a time, and one whose credits run out. */
const KINDS: readonly TestAccountOptions[] = [
  { credits: MANY, concurrentCalls: MANY },
  { credits: MANY, concurrentCalls: MANY },
  { credits: MANY, concurrentCalls: MANY },
  { credits: MANY, concurrentCalls: 3 },
  { credits: 60, concurrentCalls: MANY },
];

/** Makes the accounts. */
export async function createAccounts(pool: Pool): Promise<StormAccount[]> {
  return Promise.all(
    KINDS.map(async (kind, index) => {
      const account = await createTestAccount(pool, kind);
      const { accountId } = account;
      const { id: inquisitive } = await createAgent(pool, {
        accountId,
        name: 'Inquisitive agent',
        status: AgentStatus.APPROVED,
        creditsPerMinute: 2,
        ...INQUISITIVE,
        maxDurationSeconds: 600,
        settings: {
          ...INQUISITIVE.settings,
          record: true,
          voicemail: { policy: 'LEAVE_MESSAGE', message: 'Please call us back.' },
        },
      });
      const fromNumbers = [];
      for (let number = 0; number < FROM_NUMBERS; number++) {
        const phoneNumber = `+1510${index}${String(number).padStart(6, '0')}`;
        fromNumbers.push({ ...(await addPhoneNumber(pool, { accountId, phoneNumber })), phoneNumber });
      }
      const concurrentCalls = kind.concurrentCalls ?? MANY;
      return { ...account, concurrentCalls, agentIds: [account.agentId, inquisitive], fromNumbers };
    }),
  );
}
