import { AccountEntity } from './account';
import { AgentEntity } from './agent';
import { AgentVersionEntity } from './agent-version';
import { ApiKeyEntity } from './api-key';
import { CallEntity } from './call';
import { CallAnalysisEntity } from './call-analysis';
import { CallEventEntity } from './call-event';
import { CampaignEntity } from './campaign';
import { ContactEntity } from './contact';
import { CreditBalanceEntity } from './credit-balance';
import { CreditEntryEntity } from './credit-entry';
import { GeneratedSecretEntity } from './generated-secret';
import { IdempotencyKeyEntity } from './idempotency-key';
import { Initial1795305600000 } from './migrations/1795305600000-initial';
import { Conversations1795392000000 } from './migrations/1795392000000-conversations';
import { CallFilters1795478400000 } from './migrations/1795478400000-call-filters';
import { UsageHours1795564800000 } from './migrations/1795564800000-usage-hours';
import { EndedTalks1795654800000 } from './migrations/1795654800000-ended-talks';
import { TestMode1795824000000 } from './migrations/1795824000000-test-mode';
import { AgentPrice1795827600000 } from './migrations/1795827600000-agent-price';
import { VersionOfCalls1795831200000 } from './migrations/1795831200000-version-of-calls';
import { VersionOfCallsValid1795834800000 } from './migrations/1795834800000-version-of-calls-valid';
import { EventFeed1795910400000 } from './migrations/1795910400000-event-feed';
import { DialFence1795996800000 } from './migrations/1795996800000-dial-fence';
import { CountedAnswers1796083200000 } from './migrations/1796083200000-counted-answers';
import { PhoneNumberEntity } from './phone-number';
import { TranscriptTurnEntity } from './transcript-turn';
import { UsageDayEntity } from './usage-day';
import { UsageHourEntity } from './usage-hour';

/** Every table. */
export const entities = [
  AccountEntity,
  AgentEntity,
  AgentVersionEntity,
  ApiKeyEntity,
  CallEntity,
  CallAnalysisEntity,
  CallEventEntity,
  CampaignEntity,
  ContactEntity,
  CreditBalanceEntity,
  CreditEntryEntity,
  GeneratedSecretEntity,
  IdempotencyKeyEntity,
  PhoneNumberEntity,
  TranscriptTurnEntity,
  UsageDayEntity,
  UsageHourEntity,
];

/** Every migration, oldest first. */
export const migrations = [
  Initial1795305600000,
  Conversations1795392000000,
  CallFilters1795478400000,
  UsageHours1795564800000,
  EndedTalks1795654800000,
  TestMode1795824000000,
  AgentPrice1795827600000,
  VersionOfCalls1795831200000,
  VersionOfCallsValid1795834800000,
  EventFeed1795910400000,
  DialFence1795996800000,
  CountedAnswers1796083200000,
];
