import { mayPass } from '../../src/services/may-pass';

const failure = (code: string | undefined, message = 'failed') => Object.assign(new Error(message), { code });

test.each([
  ['the database is gone', failure('ECONNREFUSED')],
  ['its name is not known for a moment', failure('ENOTFOUND')],
  ['no way leads to it', failure('EHOSTUNREACH')],
  ['the connection broke', failure(undefined, 'Connection terminated unexpectedly')],
  ['it is a replica until it takes over', failure('25006')],
  ['its disk is full', failure('53100')],
  ['it is shutting down', failure('57P01')],
  ['two transactions were at odds', failure('40P01')],
])('may succeed later: %s', (_, error) => {
  expect(mayPass(error)).toBe(true);
});

test.each([
  ['a constraint', failure('23514')],
  ['a text that cannot be stored', failure('22P05')],
  ['a column that is not there', failure('42703')],
  ['a fault of ours', new TypeError('x is not a function')],
])('never succeeds: %s', (_, error) => {
  expect(mayPass(error)).toBe(false);
});
