import type { Sentiment, SuccessVerdict } from '../../entities/enums';
import type { IsoTime } from '../iso-time';

/** Whether a call reached the agent's goal. */
export interface SuccessEvaluation {
  verdict: SuccessVerdict;
  /** 0 to 1. */
  score: number;
  rationale: string;
}

/** An answer to one of the agent's own questions. */
export interface ExtractedValue {
  name: string;
  /** Null: the call gave no answer. */
  value: string | number | boolean | null;
  /** The kind that was asked for, in lower case: string, number, boolean, date or choice. */
  type: string;
  /** Indexes of the turns that it rests on; every one exists. */
  evidence: number[];
  /** Whether any turn bears the value out; a value without one may be invented. */
  supported: boolean;
}

/** What a call came to. */
export interface Findings {
  sentiment: Sentiment;
  summary: string;
  keyPoints: string[];
  actionItems: string[];
  success: SuccessEvaluation;
  extracted: ExtractedValue[];
  /** One or two sentences for the next call to this person; null: nothing to remember. */
  memory: string | null;
}

/** An analysis as it is read. Its status is the call's. */
export interface Analysis {
  accountId: string;
  callId: string;
  reason: string | null;
  sentiment: Sentiment | null;
  summary: string | null;
  keyPoints: string[];
  actionItems: string[];
  success: SuccessEvaluation | null;
  extracted: ExtractedValue[];
  metadata: Record<string, unknown> | null;
  rawResponse: string | null;
  model: string | null;
  createdAt: IsoTime;
  completedAt: IsoTime | null;
}

/** The select list of an {@link Analysis}; the table is `call_analyses t`. */
export const ANALYSIS_COLUMNS = `t.account_id "accountId", t.call_id "callId", t.reason, t.sentiment, t.summary,
  t.key_points "keyPoints", t.action_items "actionItems", t.success, t.extracted, t.metadata,
  t.raw_response "rawResponse", t.model, t.created_at "createdAt", t.completed_at "completedAt"`;
