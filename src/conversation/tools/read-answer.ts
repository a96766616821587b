import type { IncomingMessage } from 'node:http';
import { ToolFailure } from './tool-failure';

/** Bytes of an answer that a model is given. */
const MAX_ANSWER = 16 * 1024;
const TEXT = /^(text\/[\w.+-]+|application\/([\w.+-]+\+)?json)$/;

/**
 * The text of a successful answer, as much of it as a model is given.
 * @throws ToolFailure, or the signal's reason when aborted
 */
export async function readAnswer(answer: IncomingMessage, signal: AbortSignal): Promise<string> {
  try {
    const { statusCode: status = 0, headers } = answer;
    if (status >= 300 && status < 400) throw new ToolFailure('redirect', { status });
    if (status < 200 || status >= 300) throw new ToolFailure('status', { status });
    const bytes = await readBytes(answer, signal);
    if (bytes.length === 0) return 'Done. There is no further answer.';
    if (!isText(headers)) throw new ToolFailure('no-text', { status });
    const isCut = bytes.length > MAX_ANSWER;
    const text = new TextDecoder().decode(bytes.subarray(0, MAX_ANSWER), { stream: isCut }).replaceAll('\0', '');
    return isCut ? `${text}\n[The rest of the answer was cut off.]` : text;
  } finally {
    answer.destroy();
  }
}

/** At least one byte more than is given, if there is so much. */
async function readBytes(answer: IncomingMessage, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of answer) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_ANSWER) break;
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new ToolFailure('broken', { code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN' });
  }
  return Buffer.concat(chunks);
}

/** What does not say what it is counts as text; compressed answers were not asked for. */
function isText(headers: IncomingMessage['headers']): boolean {
  const type = (headers['content-type'] ?? 'text/plain').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return TEXT.test(type) && (headers['content-encoding'] ?? 'identity') === 'identity';
}
