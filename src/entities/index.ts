import { AccountEntity } from './account';
import { AgentEntity } from './agent';
import { ApiKeyEntity } from './api-key';
import { CallEntity } from './call';
import { CallEventEntity } from './call-event';
import { CampaignEntity } from './campaign';
import { ContactEntity } from './contact';
import { CreditBalanceEntity } from './credit-balance';
import { CreditEntryEntity } from './credit-entry';
import { GeneratedSecretEntity } from './generated-secret';
import { IdempotencyKeyEntity } from './idempotency-key';
import { Initial1795305600000 } from './migrations/1795305600000-initial';
import { CallFilters1795478400000 } from './migrations/1795478400000-call-filters';
import { PhoneNumberEntity } from './phone-number';
import { UsageDayEntity } from './usage-day';

/** Every table. */
export const entities = [
  AccountEntity,
  AgentEntity,
  ApiKeyEntity,
  CallEntity,
  CallEventEntity,
  CampaignEntity,
  ContactEntity,
  CreditBalanceEntity,
  CreditEntryEntity,
  GeneratedSecretEntity,
  IdempotencyKeyEntity,
  PhoneNumberEntity,
  UsageDayEntity,
];

/** Every migration, oldest first. */
export const migrations = [Initial1795305600000, CallFilters1795478400000];
