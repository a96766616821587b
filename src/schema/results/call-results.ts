import { createUnionType, Field, ObjectType } from 'type-graphql';
import { AnalysisStatus } from '../../entities/enums';
import type { Call } from '../../services/calls/call';
import type { Contact } from '../../services/contacts/contact';
import { CallType } from '../types/call';
import { ContactType } from '../types/contact';
import { NotFoundError, NothingToAnalyzeError } from './errors';

@ObjectType({ simpleResolvers: true, description: 'The call is being ended, or was over already.' })
export class EndCallSuccess {
  @Field(() => CallType, { description: 'The call as it now stands.' }) call!: CallType;
}

export const EndCallResult = createUnionType({
  name: 'EndCallResult',
  description: 'What becomes of a request to end a call.',
  types: () => [EndCallSuccess, NotFoundError] as const,
});

@ObjectType({ simpleResolvers: true, description: 'The call is being analyzed again.' })
export class ReanalyzeCallSuccess {
  @Field(() => CallType, { description: 'The call as it now stands.' }) call!: CallType;
}

export const ReanalyzeCallResult = createUnionType({
  name: 'ReanalyzeCallResult',
  description: 'What becomes of a request to analyze a call again.',
  types: () => [ReanalyzeCallSuccess, NotFoundError, NothingToAnalyzeError] as const,
});

@ObjectType({ simpleResolvers: true, description: 'The metadata was merged.' })
export class UpdateContactMetadataSuccess {
  @Field(() => ContactType, { description: 'The contact as it now stands.' }) contact!: ContactType;
}

export const UpdateContactMetadataResult = createUnionType({
  name: 'UpdateContactMetadataResult',
  description: 'What becomes of a request to change what is kept about a contact.',
  types: () => [UpdateContactMetadataSuccess, NotFoundError] as const,
});

/** The refusal of an id that the account does not have. */
export function notFound(what: string) {
  return { __typename: 'NotFoundError', code: 'NOT_FOUND', message: `${what} not found` };
}

export function toEndCallResult(call: Call | null) {
  return call ? { __typename: 'EndCallSuccess', call } : notFound('Call');
}

export function toReanalyzeCallResult(call: Call | null) {
  if (!call) return notFound('Call');
  if (call.analysisStatus === AnalysisStatus.PENDING || call.analysisStatus === AnalysisStatus.PROCESSING) {
    return { __typename: 'ReanalyzeCallSuccess', call };
  }
  const message = call.endTime
    ? 'The call has no transcript, so there is nothing to analyze'
    : 'The call is not over yet; it is analyzed by itself when it is';
  return { __typename: 'NothingToAnalyzeError', code: 'CONFLICT', message, call };
}

export function toUpdateContactMetadataResult(contact: Contact | null) {
  return contact ? { __typename: 'UpdateContactMetadataSuccess', contact } : notFound('Contact');
}
