import { randomInt } from 'node:crypto';
import type { Pool } from 'pg';
import { AgentStatus } from '../../src/entities/enums';
import { createApiKey } from '../../src/services/accounts/api-keys';
import { createAccount } from '../../src/services/accounts/create-account';
import { SCOPES, type Scope } from '../../src/services/accounts/scopes';
import { createAgent, type NewAgent } from '../../src/services/agents/create-agent';
import { grantCredits } from '../../src/services/credits/grant-credits';
import { addPhoneNumber } from '../../src/services/phone-numbers/add-phone-number';

/** An account that can place calls. */
export interface TestAccount {
  accountId: string;
  key: string;
  keyId: string;
  agentId: string;
  fromNumberId: string;
  fromNumber: string;
}

/** What a test wants of its account; an agent holds 5 credits a call unless told. */
export interface TestAccountOptions {
  credits?: number;
  requestsPerMinute?: number;
  concurrentCalls?: number;
  agent?: Partial<Omit<NewAgent, 'accountId'>>;
  /** What its key may do beyond reading and calling; everything unless told. */
  scopes?: readonly Scope[];
}

/** An agent's time, so long that no call reaches it for a busy machine's sake. A call of it holds 30 credits. */
export const PATIENT = { maxDurationSeconds: 1800 };

/** Makes an account with a key, an active number and an approved agent. Nothing of it is shared with another test. */
export async function createTestAccount(pool: Pool, options: TestAccountOptions = {}): Promise<TestAccount> {
  const { id: accountId } = await createAccount(pool, {
    name: 'Acme',
    email: 'owner@example.com',
    ownerName: 'Owner',
    requestsPerMinute: options.requestsPerMinute ?? 100_000,
    concurrentCalls: options.concurrentCalls ?? 1000,
  });
  const credits = options.credits ?? 1000;
  if (credits > 0) await grantCredits(pool, { accountId, amount: credits, reason: 'test' });
  const fromNumber = randomPhoneNumber();
  const { id: fromNumberId } = await addPhoneNumber(pool, { accountId, phoneNumber: fromNumber });
  const { id: agentId } = await createAgent(pool, {
    accountId,
    name: 'Test agent',
    status: AgentStatus.APPROVED,
    prompt: 'Be brief.',
    firstMessage: 'Hello, this is a test. Goodbye.',
    maxDurationSeconds: 300,
    creditsPerMinute: 1,
    fromNumberId,
    ...options.agent,
  });
  const { key, id: keyId } = await createApiKey(pool, { accountId, name: 'test', scopes: options.scopes ?? SCOPES });
  return { accountId, key, keyId, agentId, fromNumberId, fromNumber };
}

/** A number that nobody else has and that means nothing to the carrier. */
export function randomPhoneNumber(): string {
  return `+1415${randomInt(1_000_000, 9_999_999)}`;
}
