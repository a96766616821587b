import { AddressWindows } from '../../src/http/address-windows';

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
});
afterEach(() => {
  jest.useRealTimers();
});

const counts = (windows: AddressWindows, ...addresses: string[]) =>
  addresses.map((address) => windows.add(address).count);

test('each address is counted apart, and anew in the next window', () => {
  const windows = new AddressWindows(60_000, 10);
  expect(windows.add('192.0.2.1')).toEqual({ count: 1, msBeforeNext: 60_000 });
  jest.advanceTimersByTime(59_999);
  expect(counts(windows, '192.0.2.1', '192.0.2.2', '::ffff:192.0.2.1')).toEqual([2, 1, 3]);
  expect(windows.add('192.0.2.1').msBeforeNext).toBe(1);
  jest.advanceTimersByTime(1);
  expect(counts(windows, '192.0.2.1')).toEqual([1]);
});

test('addresses of one IPv6 network are one', () => {
  const windows = new AddressWindows(60_000, 10);
  expect(counts(windows, '2001:db8:1:2::1', '2001:db8:1:2:aaaa::9', '2001:db8:1:3::1', '2001:db8::1', '::1')).toEqual([
    1, 2, 1, 1, 1,
  ]);
});

test('addresses beyond those that are remembered share a count', () => {
  const windows = new AddressWindows(60_000, 2);
  expect(counts(windows, '192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4', '192.0.2.1')).toEqual([1, 1, 1, 2, 2]);
});
