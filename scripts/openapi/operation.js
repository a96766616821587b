const { Kind, print } = require('graphql');
const { answerSchema } = require('./answers');
const { errorResponses } = require('./errors');
const { BODIES, PLACEHOLDERS } = require('./examples');
const { answerHeaders, requestHeaders } = require('./headers');
const { bodySchema, explain, tryRequest } = require('./requests');
const { Selection } = require('./selection');

/** Parameters of paths. */
const IN_PATH = {
  callId: {
    description: "The call's `id`, its `callSid` or its `trackingId`.",
    schema: { type: 'string' },
  },
  contactId: { description: "The contact's `id`.", schema: { type: 'string', format: 'uuid' } },
};

/** Statuses of answers that are given before a key is known, or its minute is counted. */
const UNCOUNTED = [401, 403];
/** Statuses of answers that are given before it is looked at what is not known of a request. */
const UNREAD = [...UNCOUNTED, 406, 408, 413, 415];
/** What may be tried again as it is. */
const RETRIED = ['RATE_LIMITED', 'CONCURRENCY_LIMIT', 'UNAVAILABLE', 'IDEMPOTENCY_IN_PROGRESS'];

/** One route as an operation. @param context schema and components */
function operationOf(route, { schema, components }) {
  const operation = route.document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const operationId = operationIdOf(operation.name.value);
  const selection = Selection.of(route.document, schema);
  const tried = tryRequest(route, operationId);
  const asked = ['X-Request-Id', 'Prefer', ...tried.headers, ...(route.follow ? ['Last-Event-ID'] : [])];
  if (!route.answer) asked.push('Range');
  const headersOf = (status, refusals = []) =>
    answerHeaders(
      [
        'X-Request-Id',
        'X-Test-Mode',
        ...(UNCOUNTED.includes(status) ? [] : ['RateLimit', 'RateLimit-Policy']),
        ...(UNREAD.includes(status) ? [] : ['X-Ignored-Parameters', 'Preference-Applied']),
        ...(status < 300 && asked.includes('Idempotency-Key') ? ['Idempotent-Replayed'] : []),
        ...(refusals.some(({ error }) => RETRIED.includes(error.code)) ? ['Retry-After'] : []),
      ],
      components,
    );
  const context = { schema, components, headersOf };
  return {
    operationId,
    tags: [route.tag],
    summary: route.summary,
    description: route.description,
    parameters: [
      ...pathParameters(route, components),
      ...queryParameters(route, tried, schema),
      ...requestHeaders(asked, components),
    ],
    ...(route.body && {
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: bodySchema(route, schema, components), examples: BODIES[operationId] },
        },
      },
    }),
    responses: {
      ...successes(route, selection, context),
      ...errorResponses(route, selection, context),
    },
    'x-graphql': { document: print(route.document), variables: tried.variables },
  };
}

/** `V1InitiateCall` is the operation `initiateCall`. */
function operationIdOf(name) {
  const plain = name.replace(/^V\d+/, '');
  return plain[0].toLowerCase() + plain.slice(1);
}

function pathParameters({ path }, components) {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) =>
    components.ref('parameters', name, () => ({
      name,
      in: 'path',
      required: true,
      ...IN_PATH[name],
      example: PLACEHOLDERS[name],
    })),
  );
}

function queryParameters({ query = {} }, { parameters }, schema) {
  return Object.entries(query).map(([name, text]) => {
    if (!parameters[name]) throw new Error(`a route does not read its query parameter ${name}`);
    const list = parameters[name].type === 'array' ? { style: 'form', explode: false } : {};
    return {
      name,
      in: 'query',
      required: false,
      description: explain(text, schema),
      ...list,
      schema: parameters[name],
    };
  });
}

function successes(route, selection, { components, headersOf }) {
  if (!route.answer) return soundOf(headersOf, components);
  const content = { 'application/json': { schema: envelope(answerSchema(route.answer, selection, components)) } };
  for (const type of Object.keys(route.texts ?? {})) content[type] = { schema: { type: 'string' } };
  if (!route.follow) return { 200: { description: 'It was done.', headers: headersOf(200), content } };
  content['text/event-stream'] = {
    schema: { type: 'string', description: 'Server-sent events: `id`, `event`, and `data` as JSON.' },
  };
  return {
    200: { description: 'A list, or a stream.', headers: headersOf(200), content },
    // Only a call comes to an end.
    ...(route.path.includes(':') && {
      204: { description: 'There will never be more of this stream: do not come back.', headers: headersOf(204) },
    }),
  };
}

function envelope(data) {
  return { type: 'object', properties: { success: { const: true }, data }, required: ['success', 'data'] };
}

function soundOf(headersOf, components) {
  const content = { 'audio/*': { schema: { type: 'string', format: 'binary' } } };
  const own = answerHeaders(['Accept-Ranges', 'Content-Disposition'], components);
  const range = answerHeaders(['Content-Range'], components);
  return {
    200: { description: 'The whole sound.', headers: { ...headersOf(200), ...own }, content },
    206: { description: 'A part of it.', headers: { ...headersOf(206), ...own, ...range }, content },
  };
}

module.exports = { operationOf };
