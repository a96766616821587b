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
  document: V1GetContactMetadataDocument,
  variables: ({ params }) => ({ id: params.contactId ?? '' }),
  present: ({ contact }) => {
    if (!contact) throw notFound('Contact');
    return { data: presentMetadata(contact) };
  },
});

export const updateContactMetadata = route({
  method: 'PUT',
  path,
  summary: 'Merge metadata into what is kept about a contact',
  body: ['metadata'],
  document: V1UpdateContactMetadataDocument,
  variables: ({ params, body }) => ({ id: params.contactId ?? '', metadata: body.metadata }),
  present: ({ updateContactMetadata: result }) => {
    if (result.__typename !== 'UpdateContactMetadataSuccess') throw refusalOf(result);
    return { data: presentMetadata(result.contact) };
  },
});

function presentMetadata({ id, ...contact }: V1ContactMetadataFragment) {
  return { contactId: id, ...contact };
}
