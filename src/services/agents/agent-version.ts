import type { AgentStatus } from '../../entities/enums';
import type { IsoTime } from '../iso-time';
import type { AgentContent } from './agent-content';
import { contentOf } from './agent-content';

/** A version of an agent as it is read. */
export interface AgentVersion extends AgentContent {
  accountId: string;
  agentId: string;
  /** Counts from 1. */
  version: number;
  status: Exclude<AgentStatus, AgentStatus.ARCHIVED>;
  rejectedReason: string | null;
  createdAt: IsoTime;
  decidedAt: IsoTime | null;
}

/** The select list of an {@link AgentVersion}; the table is `agent_versions v`. */
export const VERSION_COLUMNS = `v.account_id "accountId", v.agent_id "agentId", v.version, v.status,
  v.rejected_reason "rejectedReason", v.created_at "createdAt", v.decided_at "decidedAt", ${contentOf('v')}`;
