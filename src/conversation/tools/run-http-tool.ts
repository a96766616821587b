import type { Logger } from 'pino';
import type { HttpTool } from '../../services/agents/settings';
import { readInput } from '../../services/agents/tools/tool-schema';
import { orAborted } from '../or-aborted';
import { exchange } from './exchange';
import { readAnswer } from './read-answer';
import { ToolFailure } from './tool-failure';
import { type ToolUse, toolRequest } from './tool-request';

/** What a tool is used with. */
export interface ToolContext extends ToolUse {
  log: Pick<Logger, 'debug' | 'warn'>;
}

/** What the model is told, and whether it worked. */
export interface ToolResult {
  ok: boolean;
  text: string;
}

/**
 * Uses an HTTP tool of an agent. Whatever goes wrong is told to the model, by its kind only; the log has the rest, without
 * arguments, headers, paths and answers.
 * @param input JSON text that the model wrote
 * @throws the signal's reason when aborted, and nothing else
 */
export async function runHttpTool(
  tool: HttpTool,
  input: string,
  context: ToolContext,
  signal: AbortSignal,
): Promise<ToolResult> {
  signal.throwIfAborted();
  const read = readInput(tool.parameters, input);
  if ('problem' in read) return { ok: false, text: read.problem };
  const started = performance.now();
  const said = {
    tool: tool.name,
    callId: context.callId,
    idempotencyKey: context.idempotencyKey,
    host: hostOf(tool.url),
  };
  const took = () => Math.round(performance.now() - started);
  try {
    const text = await ask(tool, read.arguments, context, signal);
    context.log.debug({ ...said, milliseconds: took() }, 'a tool answered');
    return { ok: true, text };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const failure = error instanceof ToolFailure ? error : new ToolFailure('broken');
    context.log.warn({ ...said, milliseconds: took(), kind: failure.kind, ...failure.details }, 'a tool failed');
    return { ok: false, text: `Error: ${tool.name} ${failure.message}.` };
  }
}

async function ask(
  tool: HttpTool,
  input: Record<string, unknown>,
  context: ToolContext,
  signal: AbortSignal,
): Promise<string> {
  const timeout = AbortSignal.timeout(tool.timeoutSeconds * 1000);
  const either = AbortSignal.any([signal, timeout]);
  try {
    const answer = exchange(toolRequest(tool, input, context), context.allowPrivateAddresses, either);
    return await orAborted(
      answer.then((head) => readAnswer(head, either)),
      either,
    );
  } catch (error) {
    throw timeout.aborted && !signal.aborted ? new ToolFailure('timeout') : error;
  }
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null;
}
