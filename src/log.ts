import pino, { type DestinationStream, type Logger } from 'pino';

const API_KEY = /cm_[0-9a-fA-F]{8,}/g;
const PHONE_NUMBER = /(\+|%2B)(\d{2})\d{3,11}(\d{2})(?!\d)/gi;
const PASSWORD_IN_URL = /(:\/\/[^\s:/@"]*:)[^\s/"]+@/g;

/** Takes API keys, phone numbers and passwords in URLs out of a line of text. */
export function redact(line: string): string {
  return line
    .replace(API_KEY, 'cm_[redacted]')
    .replace(PHONE_NUMBER, '$1$2***$3')
    .replace(PASSWORD_IN_URL, '$1[redacted]@');
}

/** What takes the given secrets out of a line too, as they are or as they stand in JSON. */
function redactor(secrets: readonly string[]): (line: string) => string {
  const known = secrets.filter(Boolean).flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  const spellings = [...new Set(known)];
  return (line) => spellings.reduce((clean, spelling) => clean.replaceAll(spelling, '[redacted]'), redact(line));
}

/** Options of the logger. */
export interface LogOptions {
  level: string;
  /** Values that must never be written, wherever they turn up. */
  secrets?: readonly string[];
  /** Where lines go; standard output unless told. */
  destination?: DestinationStream;
}

/** The server's logger: one JSON object a line. Whatever is logged, every line is redacted on its way out. */
export function createLogger({ level, secrets = [], destination = inOneWrite(process.stdout) }: LogOptions): Logger {
  const clean = redactor(secrets);
  const redacting: DestinationStream = { write: (line) => destination.write(clean(line)) };
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.err, err: pino.stdSerializers.err },
    },
    redacting,
  );
}

/** Lines of one turn of the event loop are written together, and the last ones when the process exits. */
function inOneWrite(destination: DestinationStream): DestinationStream {
  let lines = '';
  const flush = () => {
    const written = lines;
    lines = '';
    if (written) destination.write(written);
  };
  process.once('exit', flush);
  return {
    write: (line) => {
      if (!lines) setImmediate(flush);
      lines += line;
    },
  };
}
