import { Call } from '../../src/simulator/calls/call';
import { CallRegister } from '../../src/simulator/calls/call-register';
import { FROM, TO } from './support/harness';

describe('the register of calls', () => {
  const account = { sid: 'AC1', authToken: 'token' };
  const request = { to: TO, from: FROM, document: { twiml: '' }, timeoutSeconds: 60, timeLimitSeconds: 60 };
  let ordinal = 0;
  const newCall = (): Call => {
    ordinal += 1;
    return new Call(account, request, 1, ordinal);
  };

  it('makes room by forgetting the call that ended first, and none that goes on', () => {
    const register = new CallRegister(3);
    const [first, second, third, fourth, fifth] = [newCall(), newCall(), newCall(), newCall(), newCall()];
    for (const call of [first, second, third]) register.add(call);
    expect(register.isFull).toBe(true);
    third.end('completed', 0, 200);
    second.end('completed', 0, 200);
    expect(register.isFull).toBe(false);
    register.add(fourth);
    expect(register.newestFirst()).toEqual([fourth, second, first]);
    register.add(fifth);
    expect(register.newestFirst()).toEqual([fifth, fourth, first]);
    expect(register.isFull).toBe(true);
    expect(register.find(account, second.sid)).toBeUndefined();
    expect(register.find(account, fifth.sid)).toBe(fifth);
  });
});
