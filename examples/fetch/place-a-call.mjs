// Places a call by REST and prints it as it happens, to its end. Node 20 or later; no packages.
//
//   CALL_MANAGER_KEY=cm_… AGENT_ID=… node place-a-call.mjs
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const {
  CALL_MANAGER_URL: url = 'http://127.0.0.1:4000',
  CALL_MANAGER_KEY: key,
  AGENT_ID: agentId,
  TO_NUMBER: toNumber = '+14155550123',
} = process.env;

async function ask(method, path, { body, headers } = {}) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { 'X-API-Key': key, 'Content-Type': 'application/json', ...headers },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  if (!answer.success) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer.data;
}

// Should the answer be lost, the same request with the same key gets the same call: nobody is called twice.
const headers = { 'Idempotency-Key': randomUUID() };
const { call: placed } = await ask('POST', '/calls', { headers, body: { toNumber, agentId, contactName: 'Ada' } });
const path = `/calls/${placed.id}`;

let status;
let turns = 0;
for (let over = false; !over; await sleep(300)) {
  const { call } = await ask('GET', path);
  if (call.status !== status) console.log(call.status);
  status = call.status;
  const transcript = await ask('GET', `${path}/transcript`);
  for (const { role, text } of transcript.turns.slice(turns)) console.log(`  ${role}: ${text}`);
  turns = transcript.turns.length;
  over = call.endTime !== null && !['PENDING', 'PROCESSING'].includes(call.analysisStatus);
}

const { call } = await ask('GET', path);
console.log(`${call.endedReason} after ${call.duration ?? 0} s, ${call.creditsUsed} credit(s)`);
const { summary } = await ask('GET', `${path}/analysis`);
console.log(`Summary: ${summary ?? 'none'}`);
