import type { AgentSettingsInput } from '../../src/services/agents/settings';
import { graphqlClient, restClient } from '../support/client';
import { carriedCalls } from '../support/dialled';
import { createTestAccount, type TestAccount } from '../support/factories';
import { INQUISITIVE } from '../support/inquisitive';
import { entriesOfCall, ledgerFaults } from '../support/ledger';
import { startTestServer, type TestServer } from '../support/server';

const MESSAGE = 'Hello Ada, please call Bright Smile back.';
/** Only the call to somebody who never stops is to reach its limit. */
const PATIENT = { maxDurationSeconds: 1800, hold: 30 };
const SHORT = { maxDurationSeconds: 120, hold: 2 };

interface Expected {
  endedReason: string;
  endedBy: string;
  answeredBy: 'HUMAN' | 'VOICEMAIL' | 'UNKNOWN' | 'HUMAN or UNKNOWN';
  analysisStatus: 'COMPLETED' | 'SKIPPED';
  /** What some turn of the agent holds. */
  says?: string;
  /** What no turn of anybody holds. */
  withholds?: string;
  /** Whether the agent was cut off. */
  interrupted?: boolean;
  contactSpeaks: boolean;
  /** Minutes are charged unless told. */
  charged?: number;
  talks?: number;
  terms?: typeof PATIENT;
  settings?: AgentSettingsInput;
}

const voicemail = (policy: 'HANG_UP' | 'LEAVE_MESSAGE' | 'CONTINUE', message: string | null = MESSAGE) => ({
  voicemail: { policy, message: message === MESSAGE ? MESSAGE.replace('Ada', '{{ name }}') : message },
});
const MACHINE = { endedBy: 'AGENT', analysisStatus: 'SKIPPED', contactSpeaks: true } as const;
const PERSON = { answeredBy: 'HUMAN', analysisStatus: 'COMPLETED', contactSpeaks: true, endedBy: 'AGENT' } as const;

const PEOPLE: ReadonlyArray<[string, string, Expected]> = [
  [
    '+15005550014',
    'a machine, and an agent that hangs up',
    {
      ...MACHINE,
      ...{ endedReason: 'VOICEMAIL_NOT_LEFT', answeredBy: 'VOICEMAIL', withholds: MESSAGE },
      settings: voicemail('HANG_UP'),
    },
  ],
  [
    '+15005550014',
    'a machine, and an agent that leaves a message',
    {
      ...MACHINE,
      ...{ endedReason: 'VOICEMAIL_LEFT', answeredBy: 'VOICEMAIL', says: MESSAGE },
      settings: voicemail('LEAVE_MESSAGE'),
    },
  ],
  [
    '+15005550014',
    'a machine, and an agent that finds out by itself and has a message',
    {
      ...MACHINE,
      endedReason: 'VOICEMAIL_LEFT',
      answeredBy: 'VOICEMAIL',
      says: MESSAGE,
      settings: voicemail('CONTINUE'),
    },
  ],
  [
    '+15005550015',
    'somebody who hangs up in the first sentence',
    {
      ...{
        endedReason: 'CONTACT_HUNG_UP',
        endedBy: 'CONTACT',
        answeredBy: 'HUMAN or UNKNOWN',
        analysisStatus: 'SKIPPED',
      },
      ...{ contactSpeaks: false, interrupted: true },
    },
  ],
  ['+15005550016', 'somebody who interrupts', { ...PERSON, endedReason: 'AGENT_ENDED', interrupted: true }],
  [
    '+15005550017',
    'somebody who is silent',
    {
      ...{ endedReason: 'SILENCE', endedBy: 'AGENT', answeredBy: 'UNKNOWN', analysisStatus: 'SKIPPED' },
      ...{ contactSpeaks: false, says: 'I cannot hear you, so I will end the call.' },
    },
  ],
  [
    '+15005550018',
    'somebody who never stops',
    {
      ...PERSON,
      endedReason: 'TIME_LIMIT',
      endedBy: 'PLATFORM',
      says: 'Our time is up.',
      terms: SHORT,
      charged: SHORT.hold,
    },
  ],
  ['+15005550019', 'somebody whose line breaks once', { ...PERSON, endedReason: 'AGENT_ENDED', talks: 2 }],
];

const INITIATE = `mutation ($input: InitiateCallInput!) {
  initiateCall(input: $input) { ... on InitiateCallSuccess { call { id } } }
}`;
const READ = `query ($id: ID!) {
  call(id: $id) {
    status endedReason endedBy answeredBy creditsReserved creditsUsed durationSeconds
    transcript { status reason turns { index role text offsetMs interrupted } } analysis { status reason }
  }
}`;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  expect(await ledgerFaults(server.pool)).toEqual({});
  await server.stop();
});

function accountFor({ settings = {}, terms = PATIENT }: Expected): Promise<TestAccount> {
  const { maxDurationSeconds } = terms;
  const agent = { ...INQUISITIVE, maxDurationSeconds, settings: { ...INQUISITIVE.settings, ...settings } };
  return createTestAccount(server.pool, { agent });
}

describe.each(PEOPLE)('a call to %s: %s', (toNumber, _name, expected) => {
  test.concurrent('by REST', async () => {
    const account = await accountFor(expected);
    const request = { toNumber, agentId: account.agentId, contactName: 'Ada' };
    const { status, body } = await restClient(server.url, account.key).post('/calls', request);
    expect(status).toBe(200);
    await check(account, body.data.call.id, toNumber, expected);
  });

  test.concurrent('by GraphQL', async () => {
    const account = await accountFor(expected);
    const input = { toNumber, agentId: account.agentId, contactName: 'Ada' };
    const { body } = await graphqlClient(server.url, account.key)(INITIATE, { input });
    await check(account, body.data.initiateCall.call.id, toNumber, expected);
  });
});

/** Waits until nothing more happens to a call, and checks what both doors and the carrier say of it. */
async function check(account: TestAccount, id: string, toNumber: string, expected: Expected): Promise<void> {
  const { endedReason, endedBy, answeredBy, analysisStatus, terms = PATIENT } = expected;
  const rest = restClient(server.url, account.key);
  const call = await rest.untilAnalyzed(id);
  const charged = expected.charged ?? Math.ceil(call.duration / 60);
  const told = {
    status: 'COMPLETED',
    endedReason,
    endedBy,
    // Whoever hangs up at once may do so before or after it is known who they were.
    answeredBy: expect.stringMatching(new RegExp(`^(${answeredBy.replace(' or ', '|')})$`)),
    creditsReserved: terms.hold,
    creditsUsed: charged,
  };
  expect(call).toMatchObject({ ...told, analysisStatus, transcriptStatus: 'COMPLETED' });
  expect(charged).toBeGreaterThan(0);
  expect(await entriesOfCall(server.pool, id)).toEqual([
    `HOLD ${terms.hold}`,
    `SETTLE ${charged}`,
    ...(charged < terms.hold ? [`RELEASE ${terms.hold - charged}`] : []),
  ]);

  const { turns } = (await rest.get(`/calls/${id}/transcript`)).body.data;
  const by = (role: 'agent' | 'contact') => turns.filter((turn: { role: string }) => turn.role === role);
  const agentSaid = by('agent')
    .map(({ text }: { text: string }) => text)
    .join('\n');
  expect(turns.map(({ index }: { index: number }) => index)).toEqual(turns.map((_: unknown, index: number) => index));
  expect(by('contact').length > 0).toBe(expected.contactSpeaks);
  if (expected.says) expect(agentSaid).toContain(expected.says);
  if (expected.withholds) expect(agentSaid).not.toContain(expected.withholds);
  if (expected.interrupted) expect(by('agent')[0]).toMatchObject({ interrupted: true });

  const seen = (await graphqlClient(server.url, account.key)(READ, { id })).body.data.call;
  expect(seen).toMatchObject({ ...told, durationSeconds: call.duration, analysis: { status: analysisStatus } });
  expect(seen.transcript).toMatchObject({ status: 'COMPLETED', reason: null });
  const shown = seen.transcript.turns.map((turn: { role: string }) => ({ ...turn, role: turn.role.toLowerCase() }));
  expect(turns).toMatchObject(shown);

  const [carried] = await carriedCalls(server.url, { from: account.fromNumber, to: toNumber });
  expect(carried).toMatchObject({ status: 'completed', durationSeconds: call.duration });
  expect(carried?.sessions).toHaveLength(expected.talks ?? 1);
}
