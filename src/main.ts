import 'reflect-metadata';
import { type Config, ConfigError, parseConfig } from './config';
import { createLogger } from './log';
import { type RunningServer, startServer } from './server';

/** A part that does not stop ends the process after so many milliseconds beyond the bound; a second signal ends it at once. */
const GRACE_MS = 10_000;

async function main(): Promise<void> {
  const config = parseConfig(process.env);
  const log = createLogger({ level: config.logLevel, secrets: secretsOf(config) });
  process.on('unhandledRejection', (error) => log.error({ error }, 'a promise was rejected and nobody looked'));
  // Whoever reads our output may go away; the calls go on.
  process.stdout.on('error', () => undefined);
  const starting = startServer(config, log);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void stopOnce(signal, starting, config, log));
  }
  process.once('disconnect', () => void stopOnce('disconnect', starting, config, log));
  const server = await starting;
  if (config.provider.kind === 'simulated') {
    log.warn('calls are carried by the simulated carrier: no phone rings and nothing is billed');
  }
  if (config.model.kind === 'simulated') {
    log.warn('calls are conducted by the simulated model, which follows simple rules');
  }
  if (config.testMode && (config.provider.kind !== 'simulated' || config.model.kind !== 'simulated')) {
    log.info('test keys are served by the simulated carrier and model');
  }
  log.info({ url: server.url, publicUrl: server.publicUrl }, 'listening');
  // After the lines of the log that wait to be written.
  setImmediate(() => server.demo && process.stdout.write(welcome(server, server.demo)));
}

let stopping = false;

async function stopOnce(
  signal: string,
  starting: Promise<RunningServer>,
  { shutdownSeconds }: Config,
  log: ReturnType<typeof createLogger>,
): Promise<void> {
  if (stopping) process.exit(1);
  stopping = true;
  log.info({ signal }, 'stopping');
  const giveUp = () => {
    log.error('not everything stopped in time: what was unfinished is taken up by other servers, or at the next start');
    process.exit(1);
  };
  setTimeout(giveUp, shutdownSeconds * 1000 + GRACE_MS).unref();
  const lost = await starting.then((server) => server.stop()).catch(() => 0);
  log.info('stopped');
  process.exit(lost > 0 ? 1 : 0);
}

function secretsOf({ provider, model, databaseUrl, metricsToken = '' }: Config): string[] {
  const password = databaseUrl && URL.canParse(databaseUrl) ? decodeURIComponent(new URL(databaseUrl).password) : '';
  const token = provider.kind === 'twilio' ? provider.authToken : '';
  const key = model.kind === 'remote' ? (model.apiKey ?? '') : '';
  return [password, token, key, metricsToken].filter(Boolean);
}

/** What an explorer reads first. The one place where a key is printed. */
function welcome({ url }: RunningServer, demo: NonNullable<RunningServer['demo']>): string {
  return `
  Call Manager is ready.

  GraphQL  ${demo.graphqlUrl}
  REST     ${url}/api/v1
  Demo     npm run demo

  Place a call:

  curl -X POST ${url}/api/v1/calls \\
    -H "Content-Type: application/json" \\
    -H "X-API-Key: ${demo.apiKey}" \\
    -d '{"toNumber": "+1234567890", "agentId": "${demo.agentId}", "contactName": "John Doe"}'

`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : messageOf(error)}\n`);
  process.exit(1);
});

/** Problems that people can solve come with a message for them; all else with its stack. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'Error' || error.name.startsWith('EmbeddedPostgres') ? error.message : String(error.stack);
}
