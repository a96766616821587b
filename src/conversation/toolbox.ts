import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { AgentSettings } from '../services/agents/settings';
import type { ToolCall, ToolDefinition } from './model/language-model';
import type { Toolbox } from './session/ports';
import { type BuiltInAction, parseBuiltIn } from './tools/parse-built-in';
import { runHttpTool } from './tools/run-http-tool';
import { toolsOf } from './tools/tools-of';

/** What the tools of one call work with. */
export interface ToolboxOptions {
  callId: string;
  settings: AgentSettings;
  allowPrivateAddresses: boolean;
  log: Logger;
}

/** The tools of one call: those that the session does itself, and the agent's own over HTTP. */
export class CallToolbox implements Toolbox {
  readonly definitions: readonly ToolDefinition[];

  constructor(private readonly options: ToolboxOptions) {
    this.definitions = toolsOf(options.settings);
  }

  parseBuiltIn(call: ToolCall): BuiltInAction | null {
    return parseBuiltIn(call, this.options.settings);
  }

  /** Each time is a use of its own. Its key is not the model's id, which may be the same in other answers and connections. */
  async runTool(call: ToolCall, signal: AbortSignal): Promise<string> {
    const { callId, settings, allowPrivateAddresses, log } = this.options;
    const tool = settings.tools.find(({ name }) => name === call.name);
    if (!tool) return `Error: there is no tool ${JSON.stringify(call.name.slice(0, 64))}.`;
    const context = { callId, idempotencyKey: randomUUID(), allowPrivateAddresses, log };
    return (await runHttpTool(tool, call.input, context, signal)).text;
  }
}
