import { execFileSync } from 'node:child_process';
import { createLogger, redact } from '../src/log';

const KEY = `cm_${'0123456789abcdef'.repeat(4)}`;

/** Logs with a real logger and returns the lines that reach its destination. */
function logged(write: (log: ReturnType<typeof createLogger>) => void, secrets: string[] = []): string {
  const lines: string[] = [];
  write(createLogger({ level: 'info', secrets, destination: { write: (line) => lines.push(line) } }));
  return lines.join('');
}

test('a line is JSON with a level, a time and what was said', () => {
  const entry = JSON.parse(logged((log) => log.info({ callId: 'c1' }, 'the call ended')));
  expect(entry).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    callId: 'c1',
    msg: 'the call ended',
  });
});

test('what is below the level is not written', () => {
  expect(logged((log) => log.debug('hidden'))).toBe('');
});

test.each([
  ['in the message', (log: ReturnType<typeof createLogger>) => log.info(`key ${KEY} was used`)],
  ['in a nested member', (log: ReturnType<typeof createLogger>) => log.info({ a: { b: [KEY] } }, 'x')],
  ['in the name of a member', (log: ReturnType<typeof createLogger>) => log.info({ [KEY]: 1 }, 'x')],
  ['in upper case', (log: ReturnType<typeof createLogger>) => log.info(`cm_${KEY.slice(3).toUpperCase()}`)],
  ['in an address', (log: ReturnType<typeof createLogger>) => log.info(`GET /api/v1/calls?api_key=${KEY}&x=1`)],
  ['in an error', (log: ReturnType<typeof createLogger>) => log.error({ error: new Error(`bad ${KEY}`) }, 'x')],
  ['in a child logger', (log: ReturnType<typeof createLogger>) => log.child({ key: KEY }).info('x')],
])('an API key is taken out %s', (_, write) => {
  const line = logged(write);
  expect(line).toContain('cm_[redacted]');
  expect(line.toLowerCase()).not.toContain('456789abcdef');
  expect(() => JSON.parse(line)).not.toThrow();
});

test.each([
  ['+14155550123', '+14***23'],
  ['To=%2B14155550123&From=%2b919876543210', 'To=%2B14***23&From=%2b91***10'],
  ['{"to":"+4930123456"}', '{"to":"+49***56"}'],
  ['+1234567', '+12***67'],
  ['+123456789012345', '+12***45'],
])('a phone number keeps its first and last digits only: %s', (text, clean) => {
  expect(redact(text)).toBe(clean);
});

test('what is no phone number stays as it is', () => {
  const text = '2024-01-01T00:00:00+00:00 took 1+1 in 0192f0c1-2345-7abc-8def-0123456789ab +123456 12345678901';
  expect(redact(text)).toBe(text);
});

test.each([
  ['postgres://user:hush@localhost:5432/db', 'postgres://user:[redacted]@localhost:5432/db'],
  ['postgres://user:hu%40sh@localhost/db', 'postgres://user:[redacted]@localhost/db'],
  ['postgres://user:hu@sh@localhost/db', 'postgres://user:[redacted]@localhost/db'],
  ['https://:hush@example.com', 'https://:[redacted]@example.com'],
])('a password in an address is taken out: %s', (text, clean) => {
  expect(redact(text)).toBe(clean);
});

test('addresses without a password stay as they are', () => {
  const text = '{"url":"http://127.0.0.1:4000","other":"https://user@example.com/a:b","mail":"a@b.example"}';
  expect(redact(text)).toBe(text);
});

test('given secrets are taken out wherever they turn up', () => {
  const line = logged(
    (log) => log.warn({ token: 'hush-token', list: ['x hush-token y'] }, 'hush-token'),
    ['hush-token'],
  );
  expect(line).not.toContain('hush');
  expect(line.match(/\[redacted\]/g)).toHaveLength(3);
});

test('a secret is found in JSON however it is written there', () => {
  const secret = 'hu"sh\\token';
  expect(logged((log) => log.warn({ secret }, 'x'), [secret])).not.toContain('token');
});

test('an empty secret changes nothing', () => {
  expect(logged((log) => log.info('as it is'), [''])).toContain('"msg":"as it is"');
});

test('errors are written with their causes, and all of it is clean', () => {
  const cause = new Error(`postgres://u:hush@host/db refused ${KEY}`);
  const error = Object.assign(new Error('could not call +14155550123', { cause }), {
    detail: { number: '+14155550123' },
  });
  const line = logged((log) => log.error({ error: new AggregateError([error], 'all failed', { cause: error }) }, 'x'));
  expect(JSON.parse(line).error).toMatchObject({ type: 'AggregateError', stack: expect.stringContaining('log.test') });
  expect(line).toContain('could not call +14***23');
  expect(line).toContain('postgres://u:[redacted]@host/db');
  for (const secret of ['4155550123', 'hush', '456789abcdef']) expect(line).not.toContain(secret);
});

test('lines of one turn are one write, and what waits when the process exits is written', () => {
  const script = `
    const { createLogger } = require('./dist/log');
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (text) => write('[' + text + ']');
    const log = createLogger({ level: 'info' });
    log.info('one'); log.info('two');
    setTimeout(() => { log.info('three'); process.exit(0); }, 20);`;
  const output = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  const writes = output.match(/\[[^\]]+\]/g)?.map((text) => text.match(/"msg":"\w+"/g)?.length);
  expect(writes).toEqual([2, 1]);
});
