const { getNamedType, isUnionType } = require('graphql');
const { AppError, badInput, HTTP_STATUS } = require('../../dist/errors');
const { errorBody } = require('../../dist/rest/error-body');
const { refusalMessage } = require('../../dist/schema/results/initiate-call');
const { invalidKey, missingKey } = require('../../dist/schema/to-app-error');
const { INVALID_PHONE_NUMBER } = require('../../dist/schema/scalars');
const { errorSchema } = require('./error-schemas');
const { PLACEHOLDERS } = require('./examples');

/** What every endpoint may answer. */
const ALWAYS = [
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'RATE_LIMITED',
  'INTERNAL_SERVER_ERROR',
  'UNAVAILABLE',
];
/** Members of result unions that are not named for their code. */
const CODES_OF_TYPES = {
  CallFailedError: ['CALL_FAILED', 'OUTCOME_UNKNOWN'],
  NothingToAnalyzeError: ['CONFLICT'],
  // REST tells of it as of any other member that is wrong.
  FromNumberRequiredError: ['BAD_USER_INPUT'],
};

/** Refusals of a route, each with a name and, if it is one of the schema's, its code. */
function refusalsOf(route, selection) {
  const codes = new Set([...ALWAYS, ...codesOfResult(selection), ...(route.path.includes(':') ? ['NOT_FOUND'] : [])]);
  return [...[...codes].flatMap((code) => samplesOf(code, route)), ...plainHttp(route)];
}

function codesOfResult(selection) {
  return selection.names
    .map((name) => getNamedType(selection.field(name).definition.type))
    .filter(isUnionType)
    .flatMap((union) => union.getTypes())
    .filter((type) => type.getInterfaces().some(({ name }) => name === 'Error'))
    .flatMap(({ name }) => CODES_OF_TYPES[name] ?? [codeNamed(name)]);
}

/** `AgentNotFoundError` has the code AGENT_NOT_FOUND. */
function codeNamed(type) {
  const code = type
    .replace(/Error$/, '')
    .replace(/(?<!^)[A-Z]/g, '_$&')
    .toUpperCase();
  if (!(code in HTTP_STATUS)) throw new Error(`scripts/openapi/errors.js does not know the code of ${type}`);
  return code;
}

/** What HTTP itself has words for. */
function plainHttp({ body, texts, follow, answer }) {
  const sample = (status, message, name = `HTTP_${status}`) => ({
    name,
    error: new AppError('BAD_REQUEST', message, { status }),
  });
  const others = [...Object.keys(texts ?? {}), ...(follow ? ['text/event-stream'] : [])];
  const types = ['application/json', ...others].join(', ');
  return [
    ...(others.length > 0
      ? [sample(406, `Not acceptable: there is ${types}`, `HTTP_406_${texts ? 'texts' : 'stream'}`)]
      : []),
    ...(body
      ? [
          sample(408, 'The request body did not arrive in time'),
          sample(413, 'Request body too large'),
          sample(415, 'Unsupported media type'),
        ]
      : []),
    ...(answer ? [] : [sample(416, 'The recording has no such range')]),
  ];
}

function samplesOf(code, route) {
  const one = (message, details) => [{ name: code, error: new AppError(code, message, details) }];
  const callId = PLACEHOLDERS.callId;
  switch (code) {
    case 'UNAUTHENTICATED':
      return [
        { name: 'UNAUTHENTICATED_MISSING', error: missingKey() },
        { name: 'UNAUTHENTICATED_INVALID', error: invalidKey() },
      ];
    case 'BAD_USER_INPUT':
      return wrongInput(route);
    case 'FORBIDDEN':
      return one('This API key may not do this');
    case 'NOT_FOUND':
      return [{ name: `NOT_FOUND_${thing(route)}`, error: new AppError(code, `${thing(route)} not found`) }];
    case 'RATE_LIMITED':
      return one('This key may make 300 requests a minute. Try again in 20 s.', limit('requestsPerMinute', 300, 20));
    case 'CONCURRENCY_LIMIT':
      return one(refusalMessage({ code, active: 10, limit: 10 }), limit('concurrentCalls', 10, 10));
    case 'INSUFFICIENT_CREDITS':
      return one('Insufficient credits', { credits: { required: 5, available: 2, deficit: 3 } });
    case 'CALL_FAILED':
      return one('Failed to initiate call', { failure: { text: "The provider's public error text", callId } });
    case 'OUTCOME_UNKNOWN': {
      const text = 'The telephony provider did not say whether it placed the call. Retrying is safe.';
      return one('Failed to initiate call', { failure: { text, callId } });
    }
    case 'CONFLICT':
      return one('The call has no transcript, so there is nothing to analyze');
    case 'UNAVAILABLE':
      return one('The service is temporarily unavailable. Try again.', { retryAfterSeconds: 2 });
    case 'INTERNAL_SERVER_ERROR':
      return one('Internal server error');
    case 'IDEMPOTENCY_IN_PROGRESS':
      return one(refusalMessage({ code }), { retryAfterSeconds: 1 });
    default:
      return one(refusalMessage({ code }));
  }
}

function wrongInput({ body, query = {} }) {
  const issues = body?.includes('toNumber')
    ? { toNumber: [INVALID_PHONE_NUMBER], agentId: ['Invalid Agent ID format'] }
    : body
      ? { metadata: ['metadata is required'] }
      : 'limit' in query
        ? { limit: ['limit must be a whole number between 1 and 100'] }
        : { verbose: ['Unknown query parameter'] };
  return [{ name: `BAD_USER_INPUT_${Object.keys(issues)[0]}`, error: badInput(issues) }];
}

function thing({ tag }) {
  return tag === 'Contacts' ? 'Contact' : 'Call';
}

function limit(name, quota, retryAfterSeconds) {
  return { limit: { name, quota }, retryAfterSeconds };
}

/** The failures of a route by status: what they mean, their schemas, an example of each. */
function errorResponses(route, selection, { schema, components, headersOf }) {
  const meanings = schema.getType('ErrorCode');
  const responses = [...byStatus(refusalsOf(route, selection))].map(([status, refusals]) => {
    const name = refusals.map((refusal) => refusal.name).join('.');
    const make = () => ({
      description: [...new Set(refusals.map((refusal) => meaningOf(refusal, meanings)))].join(' '),
      headers: headersOf(status, refusals),
      content: { 'application/json': contentOf(refusals, route, components) },
    });
    return [String(status), components.ref('responses', name, make)];
  });
  return Object.fromEntries(responses);
}

function meaningOf({ error }, meanings) {
  return error.details.status ? `${error.message}.` : meanings.getValue(error.code).description;
}

function contentOf(refusals, { body }, components) {
  const schemas = refusals.map(({ error }) => errorSchema(error.code));
  const names = [...new Set(schemas.map(({ name }) => name))];
  const refs = names.map((name) => components.ref('schemas', name, schemas.find((found) => found.name === name).make));
  const examples = refusals.map(({ name, error }) => {
    const value = errorBody(error, '0198f3a0-0000-7000-8000-00000000f00d', body !== undefined);
    return [name, components.ref('examples', name, () => ({ summary: value.error, value }))];
  });
  return { schema: refs.length === 1 ? refs[0] : { anyOf: refs }, examples: Object.fromEntries(examples) };
}

function byStatus(refusals) {
  const groups = new Map();
  for (const refusal of refusals) {
    const { status } = refusal.error;
    groups.set(status, [...(groups.get(status) ?? []), refusal]);
  }
  return groups;
}

module.exports = { errorResponses };
