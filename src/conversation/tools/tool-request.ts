import type { HttpTool } from '../../services/agents/settings';
import { checkHeaders } from '../../services/agents/tools/headers';
import { checkUrl } from '../../services/agents/tools/url';
import { ToolFailure } from './tool-failure';

const MAX_URL = 8000;

/** One use of a tool. */
export interface ToolUse {
  /** Of the phone call. */
  callId: string;
  /** What the service knows this use by if it is asked for more than once: no other use has the same, of whatever phone call. */
  idempotencyKey: string;
  /** Whether services on this machine and in private networks may be called. */
  allowPrivateAddresses: boolean;
}

/** A request to a tool, ready to be sent. */
export interface ToolRequest {
  method: HttpTool['method'];
  url: URL;
  headers: Record<string, string>;
  body: string | null;
}

/**
 * The arguments are the query of a GET and the JSON body of every other method.
 * @throws ToolFailure if the tool is set up wrongly, or the arguments make the URL too long
 */
export function toolRequest(tool: HttpTool, input: Record<string, unknown>, use: ToolUse): ToolRequest {
  if (checkUrl(tool, use).length + checkHeaders(tool.secretHeaders).length > 0) throw new ToolFailure('misconfigured');
  const url = new URL(tool.url);
  const body = tool.method === 'GET' ? null : JSON.stringify(input);
  if (body === null) addQuery(url, input);
  if (url.href.length > MAX_URL) throw new ToolFailure('too-long');
  return {
    method: tool.method,
    url,
    headers: {
      ...tool.secretHeaders,
      'Accept-Encoding': 'identity',
      'User-Agent': 'call-manager',
      'X-Call-Id': use.callId,
      'Idempotency-Key': use.idempotencyKey,
      ...(body !== null && { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) }),
    },
    body,
  };
}

/** A list is a parameter that comes several times, an object is JSON. What the URL says already is not for the model to say. */
function addQuery(url: URL, input: Record<string, unknown>): void {
  const fixed = new Set(url.searchParams.keys());
  for (const [name, value] of Object.entries(input)) {
    if (fixed.has(name)) continue;
    for (const item of [value].flat()) {
      if (item !== null) url.searchParams.append(name, typeof item === 'object' ? JSON.stringify(item) : String(item));
    }
  }
}
