import type { AgentSettings } from './settings';

/** What a version of an agent is made of. */
export interface AgentContent {
  /** BCP 47. */
  language: string;
  voice: string | null;
  prompt: string;
  firstMessage: string;
  /** Seconds, 1 to 14,400. */
  maxDurationSeconds: number;
  fromNumberId: string | null;
  settings: AgentSettings;
}

/** Each column of a version's content beside the property that holds it. */
const CONTENT: ReadonlyArray<readonly [column: string, property: keyof AgentContent]> = [
  ['language', 'language'],
  ['voice', 'voice'],
  ['prompt', 'prompt'],
  ['first_message', 'firstMessage'],
  ['max_duration_seconds', 'maxDurationSeconds'],
  ['from_number_id', 'fromNumberId'],
  ['settings', 'settings'],
];

/** The columns of a version's content, as a list. */
export const CONTENT_COLUMNS = CONTENT.map(([column]) => column).join(', ');

/** The select list of an {@link AgentContent}, of the table with this alias. */
export function contentOf(alias: string): string {
  return CONTENT.map(([column, property]) => `${alias}.${column} "${property}"`).join(', ');
}

/** The values of {@link CONTENT_COLUMNS}, in their order. */
export function contentValues(content: AgentContent): unknown[] {
  return CONTENT.map(([, property]) =>
    property === 'settings' ? JSON.stringify(content.settings) : content[property],
  );
}
