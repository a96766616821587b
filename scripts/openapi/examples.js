/** Ids and times that the documents' examples use; the page at /api-docs puts those of the account in their places. */
const PLACEHOLDERS = {
  agentId: '0198f3a0-0000-7000-8000-00000000a9e7',
  callId: '0198f3a0-0000-7000-8000-0000000ca110',
  contactId: '0198f3a0-0000-7000-8000-0000000c0117',
  now: '2026-01-15T12:00:00.000Z',
  today: '2026-01-15T00:00:00.000Z',
  month: '2026-01-01T00:00:00.000Z',
};

const call = (toNumber) => ({
  toNumber,
  agentId: PLACEHOLDERS.agentId,
  contactName: 'Ada Lovelace',
  contactData: { company: 'Analytical Engines' },
});

/** With the simulated carrier, what follows is certain. */
const CALLS = {
  talk: { summary: 'A person who answers and talks', value: call('+14155550100') },
  busy: { summary: 'Busy', value: call('+15005550010') },
  voicemail: { summary: 'A voicemail', value: call('+15005550014') },
  refused: { summary: 'A number that the provider refuses (500)', value: call('+15005550001') },
};

/** Bodies by operation, the first of which stands for them all. */
const BODIES = {
  initiateCall: CALLS,
  previewCall: { talk: CALLS.talk },
  updateContactMetadata: {
    memory: {
      summary: 'Something that agents remember',
      value: { metadata: { memory: 'Prefers to be called in the morning.', plan: 'premium' } },
    },
  },
};

module.exports = { BODIES, PLACEHOLDERS };
