import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Telephony } from '../telephony/telephony';
import type { TestModes } from './accounts/test-modes';
import type { AllowedModels } from './agents/model-rule';
import type { Admissions } from './calls/admissions';
import type { CallCounts } from './calls/call-counts';
import type { Facts } from './calls/facts';
import type { ReadFeed } from './events/read-feed';
import type { LiveHub } from './live/hub';
import type { Loaders } from './loaders';
import type { FillInOpening } from './talks/opening-texts';

/** How long the server waits before it worries, in seconds. Shorter where the carrier's time runs faster. */
export interface Timing {
  /** A call that was written but of whose dial nothing is stored after so long has lost its server. */
  pendingSeconds: number;
  /** A live call of which nothing was heard for so long is asked about. */
  quietSeconds: number;
  /** The provider's list is asked so often for a call that nobody can prove to have been dialled; callbacks have as long to come first. */
  reconcileSeconds: number;
  /** A call that nobody can prove to have been dialled is given up after so long. */
  unknownSeconds: number;
  /** Pauses before an analysis that the model did not make is tried again; then it has failed. */
  retrySeconds: readonly number[];
}

/** What the services work with. Built in the composition root, for each carrier, and handed to every service as its first argument. */
export interface Domain {
  pool: Pool;
  /** Names this server in rows that it has in hand; see `Presence`. */
  serverId: number;
  /** Origin of this server as others reach it, without a slash at the end. */
  publicUrl: string;
  telephony: Telephony;
  /** Whose calls these parts carry. */
  testModes: TestModes;
  timing: Timing;
  loaders: Loaders;
  readFeed: ReadFeed;
  hub: LiveHub;
  admissions: Admissions;
  facts: Facts;
  counts: CallCounts;
  openingTexts: FillInOpening;
  /** What a minute of a new agent costs: the operator's to say, not an account's. */
  creditsPerMinute: number;
  allowedModels: AllowedModels;
  /** Whether agents' HTTP tools may reach this machine and private networks. */
  toolsAllowPrivateAddresses: boolean;
  log: Logger;
}
