// Places a call by GraphQL and prints it as it happens, to its end. Variables and answers are typed by the schema.
//
//   CALL_MANAGER_KEY=cm_… AGENT_ID=… npx tsx place-a-call.ts
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, fetchExchange } from '@urql/core';
import { PlaceCallDocument, WatchCallDocument, type WatchCallQuery } from './operations.generated';

const {
  CALL_MANAGER_URL: url = 'http://127.0.0.1:4000',
  CALL_MANAGER_KEY: key = '',
  AGENT_ID: agentId = '',
} = process.env;
const toNumber = process.env.TO_NUMBER ?? '+14155550123';

const client = new Client({
  url: `${url}/graphql`,
  exchanges: [fetchExchange],
  fetchOptions: { headers: { 'X-API-Key': key } },
});

async function main(): Promise<void> {
  const call = await printed(await place());
  if (!call) throw new Error('There is no such call any more.');
  console.log(`${call.endedReason} after ${call.durationSeconds ?? 0} s, ${call.creditsUsed} credit(s)`);
  console.log(`Summary: ${call.analysis.summary ?? 'none'}`);
}

/** Places the call. Should the answer be lost, the same key gets the same call: nobody is called twice. */
async function place(): Promise<string> {
  const input = { toNumber, agentId, contactName: 'Ada', idempotencyKey: randomUUID() };
  const { data, error } = await client.mutation(PlaceCallDocument, { input });
  if (!data) throw error;
  const result = data.initiateCall;
  if (result.__typename === 'InitiateCallSuccess') return result.call.id;
  throw new Error(`${result.code}: ${result.message}`);
}

/** Prints what changes until the call is over and analysed, and gives it as it is then. */
async function printed(id: string): Promise<WatchCallQuery['call']> {
  let status: string | undefined;
  let turns = 0;
  for (;;) {
    const { data, error } = await client.query(WatchCallDocument, { id }, { requestPolicy: 'network-only' });
    if (!data?.call) throw error;
    const { call } = data;
    if (call.status !== status) console.log(call.status);
    status = call.status;
    for (const { role, text } of call.transcript.turns.slice(turns)) console.log(`  ${role}: ${text}`);
    turns = call.transcript.turns.length;
    if (['COMPLETED', 'SKIPPED', 'FAILED'].includes(call.analysis.status)) return call;
    await sleep(300);
  }
}

void main();
