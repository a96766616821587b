import type { Logger } from 'pino';
import type { AgentSettings } from '../services/agents/settings';
import type { Toolbox } from './session/ports';
import { parseBuiltIn } from './tools/parse-built-in';
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
export function toolboxOf({ callId, settings, allowPrivateAddresses, log }: ToolboxOptions): Toolbox {
  return {
    definitions: toolsOf(settings),
    parseBuiltIn: (call) => parseBuiltIn(call, settings),
    runTool: async (call, signal) => {
      const tool = settings.tools.find(({ name }) => name === call.name);
      if (!tool) return `Error: there is no tool ${JSON.stringify(call.name.slice(0, 64))}.`;
      const context = { callId, toolCallId: call.id, allowPrivateAddresses, log };
      return (await runHttpTool(tool, call.input, context, signal)).text;
    },
  };
}
