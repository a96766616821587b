import net from 'node:net';

/** A test that reaches beyond this machine fails where it tries. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1|)$/;
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function guarded(this: net.Socket, ...args: unknown[]) {
  const options = (Array.isArray(args[0]) ? args[0][0] : args[0]) as { host?: string; path?: string } | undefined;
  if (options && typeof options === 'object' && !options.path && !LOOPBACK.test(options.host ?? '')) {
    throw new Error(`a test may not reach ${options.host}`);
  }
  return Reflect.apply(connect, this, args);
} as typeof connect;
