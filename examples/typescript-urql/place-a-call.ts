// Places a call by GraphQL and prints it as it happens, to its end, by subscriptions. Variables and answers are typed by the schema.
//
//   CALL_MANAGER_KEY=cm_… AGENT_ID=… npx tsx place-a-call.ts
import { randomUUID } from 'node:crypto';
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import {
  HearCallDocument,
  PlaceCallDocument,
  WatchCallDocument,
  type WatchCallSubscription,
} from './operations.generated';

const {
  CALL_MANAGER_URL: url = 'http://127.0.0.1:4000',
  CALL_MANAGER_KEY: key = '',
  AGENT_ID: agentId = '',
  TO_NUMBER: toNumber = '+14155550123',
} = process.env;

/** A connection that breaks is made anew, and what is subscribed to goes on from how things stand then. */
const socket = createClient({
  url: `${url.replace(/^http/, 'ws')}/graphql`,
  webSocketImpl: WebSocket,
  connectionParams: { apiKey: key },
  shouldRetry: () => true,
});

const client = new Client({
  url: `${url}/graphql`,
  fetchOptions: { headers: { 'X-API-Key': key } },
  exchanges: [
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: ({ query = '', variables }) => ({
        subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink) }),
      }),
    }),
  ],
});

type WatchedCall = WatchCallSubscription['callUpdated'];

async function main(): Promise<void> {
  const id = await place();
  const stopHearing = hear(id);
  const call = await watched(id);
  stopHearing();
  console.log(`${call.endedReason} after ${call.durationSeconds ?? 0} s, ${call.creditsUsed} credit(s)`);
  console.log(`Summary: ${call.analysis.summary ?? 'none'}`);
  await socket.dispose();
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

/** Prints the states of the call until it is over and analysed, and gives it as it is then. */
function watched(id: string): Promise<WatchedCall> {
  let status: string | undefined;
  return new Promise((resolve, reject) => {
    const { unsubscribe } = client.subscription(WatchCallDocument, { id }).subscribe(({ data, error }) => {
      if (error) return reject(error);
      if (!data) return;
      const call = data.callUpdated;
      if (call.status !== status) console.log(call.status);
      status = call.status;
      if (!['COMPLETED', 'SKIPPED', 'FAILED'].includes(call.analysis.status)) return;
      unsubscribe();
      resolve(call);
    });
  });
}

/** Prints what is said, each turn when it is whole: it comes when it begins, too. @returns what ends it */
function hear(id: string): () => void {
  let next = 0;
  const { unsubscribe } = client.subscription(HearCallDocument, { id }).subscribe(({ data }) => {
    const turn = data?.transcriptTurnAdded;
    if (!turn || turn.durationMs === null || turn.index < next) return;
    next = turn.index + 1;
    console.log(`  ${turn.role}: ${turn.text}`);
  });
  return unsubscribe;
}

void main();
