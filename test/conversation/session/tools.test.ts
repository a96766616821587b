import { closeAll, talk } from './support/harness';
import { settle, soon } from './support/soon';

afterEach(closeAll);

/** A conversation in which the person has just asked something. */
async function asked(options: Parameters<typeof talk>[0] = {}) {
  const all = talk(options);
  all.session.start();
  all.play();
  all.prompt('Please.');
  all.channel.sent.length = 0;
  return { ...all, ask: await all.model.next() };
}

test('text first, then the tools in their order, then the model goes on in the same turn', async () => {
  const inputs: string[] = [];
  const runTool = async ({ input }: { input: string }) => {
    inputs.push(input);
    return `found ${input}`;
  };
  const { ask, channel, model, says, told, transcript, notes, play } = await asked({ runTool });
  ask.text('Let me see.').tool('look_up', { n: 1 }, 'a').tool('look_up', { n: 2 }, 'b').done();
  const next = await model.next();
  expect(inputs).toEqual(['{"n":1}', '{"n":2}']);
  expect(told(1).slice(2)).toEqual(['assistant: Let me see.', 'tool: found {"n":1}', 'tool: found {"n":2}']);
  expect(next.request.messages[3]).toMatchObject({ toolCalls: [{ id: 'a' }, { id: 'b' }] });
  next.text('It is nine.').done();
  await says('It is nine.');
  await settle();
  play();
  await soon(() => notes.turns[2]?.durationMs, 'the turn');
  expect(transcript().slice(2)).toEqual(['AGENT: Let me see. It is nine.']);
  expect(channel.text).toBe('Let me see. It is nine.');
});

test('the agent says something while a tool runs', async () => {
  let finish: (text: string) => void = () => undefined;
  const runTool = () =>
    new Promise<string>((resolve) => {
      finish = resolve;
    });
  const { ask, model, says, told } = await asked({
    runTool,
    texts: { meanwhile: new Map([['look_up', 'One moment.']]) },
  });
  ask.tool('look_up').done();
  await says('One moment.');
  expect(model.asks).toHaveLength(1);
  finish('nine');
  await model.next();
  expect(told(1).slice(2)).toEqual(['assistant: One moment.', 'tool: nine']);
});

test('a tool that has begun ends in spite of an interrupt; those that have not are forgotten', async () => {
  let finish: (text: string) => void = () => undefined;
  let runs = 0;
  const runTool = () => {
    runs++;
    return new Promise<string>((resolve) => {
      finish = resolve;
    });
  };
  const { ask, model, interrupt, prompt, told } = await asked({ runTool });
  ask.text('I book it.').tool('look_up', {}, 'a').tool('look_up', {}, 'b').done();
  await soon(() => runs, 'the tool');
  interrupt('I book');
  prompt('Wait.');
  await settle();
  expect(model.asks).toHaveLength(1);
  finish('booked');
  const next = await model.next();
  expect(told(1).slice(2)).toEqual(['assistant: I book', 'tool: booked', 'user: Wait.']);
  expect(next.request.messages[3]).toMatchObject({ toolCalls: [{ id: 'a' }] });
  expect(runs).toBe(1);
});

test.each([
  ['an unknown tool', 'fly_away', {}, /no tool named fly_away/],
  ['bad arguments', 'transfer_call', { to: 'nobody' }, /wrong/],
])('%s is explained to the model', async (_, name, input, problem) => {
  const { ask, model, told, channel } = await asked();
  ask.tool(name, input).done();
  await model.next();
  expect(told(1).at(-1)).toMatch(problem);
  expect(channel.ended).toBeNull();
});

test('a tool that throws is a tool that failed', async () => {
  const { ask, model, told } = await asked({ runTool: () => Promise.reject(new Error('boom')) });
  ask.tool('look_up').done();
  await model.next();
  expect(told(1).at(-1)).toBe('tool: The tool failed.');
});

test.each([
  ['whose call is over is no error', true],
  ['for another reason is one', false],
])('a tool that throws %s', async (_, over) => {
  let fail: (error: Error) => void = () => undefined;
  const runTool = (_call: unknown, signal: AbortSignal) =>
    new Promise<string>((_resolve, reject) => {
      fail = reject;
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  const { ask, session, logs } = await asked({ runTool });
  ask.tool('look_up').done();
  await settle();
  if (over) session.handle({ kind: 'closed', lost: false });
  else fail(new Error('boom'));
  await settle();
  expect(logs.map((line) => JSON.parse(line).msg)).toEqual(over ? [] : ['a tool of a conversation threw']);
});

test('eight tool calls of an answer are done, and the model is told that the others were not', async () => {
  let runs = 0;
  const { ask, model, told, channel, says } = await asked({ runTool: async () => `found ${++runs}` });
  for (let place = 0; place < 4; place++) ask.tool('look_up', {}, `look-${place}`);
  for (let place = 0; place < 300; place++) ask.tool('send_digits', { digits: String(place % 10) }, `press-${place}`);
  ask.tool('look_up', {}, 'look-4').tool('end_call').done();
  const next = await model.next();
  expect(channel.digits).toEqual(['0', '1', '2', '3']);
  expect(runs).toBe(4);
  const answers = told(1).filter((line) => line.startsWith('tool: '));
  expect(answers).toHaveLength(306);
  expect(new Set(answers.slice(8))).toEqual(
    new Set(['tool: Error: not done. An answer may have at most 8 tool calls.']),
  );
  next.text('I am still here.').done();
  await says('I am still here.');
  expect(channel.ended).toBeNull();
});

test('eight rounds a turn, the last without tools', async () => {
  const { ask, model, says } = await asked();
  ask.tool('look_up', {}, 'call-1').done();
  for (let round = 2; round <= 8; round++) {
    const next = await model.next();
    expect(next.request.tools.length > 0).toBe(round < 8);
    if (round < 8) next.tool('look_up', {}, `call-${round}`).done();
    else next.text('I give up.').done();
  }
  await says('I give up.');
  await settle();
  expect(model.asks).toHaveLength(8);
});

test('the call ends when the farewell was heard and the reason is written', async () => {
  const { ask, channel, says, play, ends, notes, session } = await asked();
  notes.failures = 1;
  ask.tool('end_call', { farewell: 'Take care!' }).done();
  await says('Take care!');
  await settle();
  expect(channel.ended).toBeNull();
  expect(notes.written).not.toContain('AGENT_ENDED');
  play();
  await soon(() => channel.ended, 'the end');
  expect(notes.written.at(-1)).toBe('AGENT_ENDED');
  expect(await ends()).toEqual({ reason: 'AGENT_ENDED' });
  expect(await session.finished).toEqual({ lost: false, reason: 'AGENT_ENDED' });
});

test('the farewell is not said beside other words, and nothing is answered any more', async () => {
  const { ask, channel, says, play, prompt, model, ends, transcript } = await asked();
  ask.text('Goodbye, then.').tool('end_call', { farewell: 'Take care!' }).done();
  await says('Goodbye, then.');
  await settle();
  prompt('Bye.');
  play();
  await ends();
  expect(channel.text).toBe('Goodbye, then.');
  expect(model.asks).toHaveLength(1);
  expect(transcript().slice(2)).toEqual(['AGENT: Goodbye, then.', 'CONTACT: Bye.']);
});

test('without word of what was spoken, the end waits as long as the farewell takes', async () => {
  const { ask, channel, ends } = await asked();
  const before = Date.now();
  ask.text('one two three four five six seven eight nine ten').tool('end_call').done();
  await ends();
  expect(Date.now() - before).toBeGreaterThanOrEqual(40);
  expect(channel.ended).toEqual({ reason: 'AGENT_ENDED' });
});

test('a transfer names the number', async () => {
  const { ask, says, play, ends, session, notes } = await asked();
  ask.text('I connect you.').tool('transfer_call', { to: 'billing' }).done();
  await says('I connect you.');
  await settle();
  play();
  expect(await ends()).toEqual({ reason: 'TRANSFERRED', transferTo: '+14155550101' });
  // Nobody is connected before the provider asks for it.
  session.handle({ kind: 'closed', lost: false });
  await session.finished;
  expect(notes.written).not.toContain('TRANSFERRED');
});

test('who hangs up before a transfer was not transferred', async () => {
  const { ask, says, session, channel, notes } = await asked();
  ask.text('I connect you.').tool('transfer_call', { to: 'billing' }).done();
  await says('I connect you.');
  await settle();
  session.handle({ kind: 'closed', lost: false });
  await session.finished;
  expect(channel.ended).toBeNull();
  expect(notes.written).not.toContain('TRANSFERRED');
});

test('keys are pressed, and the model may say nothing to it', async () => {
  const { ask, channel, model } = await asked();
  ask.tool('send_digits', { digits: '1ww2' }).done();
  (await model.next()).done();
  await settle();
  expect(channel.digits).toEqual(['1ww2']);
  expect(channel.text).toBe('');
  expect(model.asks).toHaveLength(2);
});

test('the model leaves the message on a machine, which cannot be cut off', async () => {
  const { ask, channel, says, play, ends } = await asked();
  ask.tool('leave_voicemail').done();
  await says('Please call us back.');
  expect(channel.sent.at(-1)).toMatchObject({ interruptible: false });
  play();
  expect(await ends()).toEqual({ reason: 'VOICEMAIL_LEFT' });
});

test('nothing of a conversation is done after it ended', async () => {
  const { ask, channel, session, model, prompt } = await asked();
  session.handle({ kind: 'closed', lost: false });
  ask.text('Late.').tool('look_up').done();
  prompt('Hello?');
  expect(await session.finished).toEqual({ lost: false, reason: null });
  await settle();
  expect(channel.text).toBe('');
  expect(model.asks).toHaveLength(1);
});
