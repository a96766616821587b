import type { AgentSettings, TransferTarget } from '../../services/agents/settings';
import type { BuiltInName } from '../../services/agents/tools/built-in-names';
import type { ToolDefinition } from '../model/language-model';

/** What decides which of them an agent has. */
export type BuiltInSettings = Pick<AgentSettings, 'transfers' | 'voicemail'>;

/** The built-in tools of an agent. */
export function builtInTools({ transfers, voicemail }: BuiltInSettings): ToolDefinition[] {
  return [
    END_CALL,
    ...(transfers.length > 0 ? [transferCall(transfers)] : []),
    SEND_DIGITS,
    ...(voicemail.policy !== 'HANG_UP' && voicemail.message !== null ? [LEAVE_VOICEMAIL] : []),
  ];
}

const END_CALL = tool(
  'end_call',
  'Ends the call. Use it after a goodbye, or when the person asks not to be called or becomes abusive.',
  {
    farewell: { type: 'string', maxLength: 500, description: 'Spoken before the call ends, if you say nothing else.' },
  },
);

const SEND_DIGITS = tool(
  'send_digits',
  'Presses keys of the phone, to get through an automated menu. Do not use it with a person.',
  { digits: { type: 'string', pattern: '^[0-9w#*]{1,32}$', description: '0-9, # and *; w waits half a second.' } },
  ['digits'],
);

const LEAVE_VOICEMAIL = tool(
  'leave_voicemail',
  'Leaves the prepared message and ends the call. Use it only when a voicemail or an answering machine has answered.',
  {},
);

function transferCall(transfers: readonly TransferTarget[]): ToolDefinition {
  const targets = transfers.map(({ name, description }) => (description ? `${name}: ${description}` : name));
  return tool(
    'transfer_call',
    `Connects the person to somebody else and ends your part of the call. Say so first. Targets: ${targets.join('; ')}`,
    { to: { type: 'string', enum: transfers.map(({ name }) => name) } },
    ['to'],
  );
}

function tool(name: BuiltInName, description: string, properties: object, required: string[] = []): ToolDefinition {
  return { name, description, parameters: { type: 'object', properties, required } };
}
