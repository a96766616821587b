import type { TransferTarget } from '../../services/agents/settings';
import { BUILT_IN } from '../../services/agents/tools/built-in-names';
import { readInput } from '../../services/agents/tools/tool-schema';
import type { ToolCall } from '../model/language-model';
import { type BuiltInSettings, builtInTools } from './built-in';

/** What a model wants done by a built-in tool. */
export type BuiltInAction =
  /** `farewell` is spoken first, if the model said nothing else. */
  | { kind: 'end-call'; farewell: string | null }
  | { kind: 'transfer-call'; to: TransferTarget }
  | { kind: 'send-digits'; digits: string }
  /** `message` is a template. */
  | { kind: 'leave-voicemail'; message: string }
  /** Nothing can be done; the text tells the model why. */
  | { kind: 'mistake'; text: string };

/** What a call of a built-in tool asks for; null: it is not of a built-in tool. */
export function parseBuiltIn(call: ToolCall, settings: BuiltInSettings): BuiltInAction | null {
  if (!BUILT_IN.some((name) => name === call.name)) return null;
  const definition = builtInTools(settings).find(({ name }) => name === call.name);
  if (!definition) return mistake(`You do not have the tool ${call.name}.`);
  const input = readInput(definition.parameters, call.input);
  if ('problem' in input) return mistake(input.problem);
  return actionOf(call.name, input.arguments, settings);
}

function actionOf(
  name: string,
  input: Record<string, unknown>,
  { transfers, voicemail }: BuiltInSettings,
): BuiltInAction {
  if (name === 'end_call') return { kind: 'end-call', farewell: String(input.farewell ?? '').trim() || null };
  if (name === 'send_digits') return { kind: 'send-digits', digits: String(input.digits) };
  const target = transfers.find((transfer) => transfer.name === input.to);
  if (name === 'transfer_call' && target) return { kind: 'transfer-call', to: target };
  if (name === 'leave_voicemail' && voicemail.message !== null) {
    return { kind: 'leave-voicemail', message: voicemail.message };
  }
  return mistake(`The tool ${name} cannot do that.`);
}

function mistake(text: string): BuiltInAction {
  return { kind: 'mistake', text };
}
