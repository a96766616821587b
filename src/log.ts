import pino, { type DestinationStream, type Logger } from 'pino';

const API_KEY = /cm_[0-9a-fA-F]{8,}/g;
const PHONE_NUMBER = /(\+|%2B)(\d{2})\d{3,11}(\d{2})(?!\d)/gi;
const PASSWORD_IN_URL = /(:\/\/[^\s:/@"]*:)[^\s/"]+@/g;

/** Takes API keys, phone numbers, passwords in URLs and the given secrets out of a line of text. */
export function redact(line: string, secrets: readonly string[] = []): string {
  let clean = line
    .replace(API_KEY, 'cm_[redacted]')
    .replace(PHONE_NUMBER, '$1$2***$3')
    .replace(PASSWORD_IN_URL, '$1[redacted]@');
  for (const secret of secrets.filter(Boolean)) {
    clean = clean.replaceAll(secret, '[redacted]').replaceAll(JSON.stringify(secret).slice(1, -1), '[redacted]');
  }
  return clean;
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
  const redacting: DestinationStream = { write: (line) => destination.write(redact(line, secrets)) };
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
