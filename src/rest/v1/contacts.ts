import type { Members } from '../answer';
import {
  type V1ContactMetadataFragment,
  V1GetContactMetadataDocument,
  V1UpdateContactMetadataDocument,
} from '../documents.generated';
import { notFound, refusalOf } from '../refuse';
import { route } from '../route';

const path = '/contacts/:contactId/metadata';

export const getContactMetadata = route({
  method: 'GET',
  path,
  summary: 'Get what is kept about a contact',
  tag: 'Contacts',
  description: "What integrators and agents keep about a person. It is known to the agent's texts as variables.",
  document: V1GetContactMetadataDocument,
  variables: ({ params }) => ({ id: params.contactId ?? '' }),
  present: ({ contact }) => {
    if (!contact) throw notFound('Contact');
    return { data: presentMetadata(contact) };
  },
  answer: answerAt('contact'),
});

export const updateContactMetadata = route({
  method: 'PUT',
  path,
  summary: 'Merge metadata into what is kept about a contact',
  tag: 'Contacts',
  description: 'Key by key; a `null` removes a key. `memory` is text that agents remember.',
  body: ['metadata'],
  document: V1UpdateContactMetadataDocument,
  variables: ({ params, body }) => ({ id: params.contactId ?? '', metadata: body.metadata }),
  present: ({ updateContactMetadata: result }) => {
    if (result.__typename !== 'UpdateContactMetadataSuccess') throw refusalOf(result);
    return { data: presentMetadata(result.contact) };
  },
  answer: answerAt('updateContactMetadata.contact'),
});

function presentMetadata({ id, ...contact }: V1ContactMetadataFragment) {
  return { contactId: id, ...contact };
}

function answerAt(contact: string): Members<ReturnType<typeof presentMetadata>> {
  return {
    contactId: `${contact}.id`,
    phoneNumber: `${contact}.phoneNumber`,
    metadata: `${contact}.metadata`,
    createdAt: `${contact}.createdAt`,
    updatedAt: `${contact}.updatedAt`,
  };
}
