import type { AgentStatus } from '../../entities/enums';
import type { IsoTime } from '../iso-time';
import { type AgentContent, contentOf } from './agent-content';

/** An agent as it is read. */
export interface Agent extends AgentContent {
  accountId: string;
  id: string;
  name: string;
  status: AgentStatus;
  /** Of all its versions: the price is the operator's to set. */
  creditsPerMinute: number;
  /** The version that serves; of an agent that was never approved, the latest. */
  version: number;
  createdAt: IsoTime;
  updatedAt: IsoTime;
}

/** The select list of an {@link Agent}; the table is `agents t`. */
export const AGENT_COLUMNS = `t.account_id "accountId", t.id, t.name, t.status, t.version, t.credits_per_minute "creditsPerMinute", t.created_at "createdAt",
  t.updated_at "updatedAt", ${contentOf('t')}`;
