const text = (description) => ({ type: 'string', description });
const whole = (description) => ({ type: 'integer', description });
const object = (properties, required = Object.keys(properties)) => ({ type: 'object', properties, required });

const MESSAGE = { message: text('What happened and what to do, for people.') };
const REQUEST_ID = { requestId: text('Helps the operator of the server to find out what happened.') };
const CREDITS = object({
  required: whole('Credits that the call has to hold.'),
  available: whole('Credits that are available.'),
  deficit: whole('Credits that are missing.'),
});
const LIMIT = object({
  limit: text('Which limit: `requestsPerMinute`, `concurrentCalls` or `concurrentStreams`.'),
  quota: whole('How large it is.'),
  remaining: whole('What is left of it: nothing.'),
  retryAfterSeconds: whole('Seconds after which the same request may succeed.'),
});
const ISSUES = {
  type: 'object',
  description:
    'By the name of each member or parameter that is wrong, everything that is wrong with it; `_body`: the whole.',
  additionalProperties: { type: 'array', items: { type: 'string' } },
};

/** A failure: its title, and members beside it. @param optional names of those that need not be there */
function failure(description, members = {}, optional = []) {
  const properties = { success: { const: false }, error: text('What went wrong, in a few words.'), ...members };
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { description, ...object(properties, required) };
}

/** The envelopes of failures that have more than a title. `src/rest/error-body.ts`. */
const ENVELOPES = {
  UNAUTHENTICATED: ['Unauthenticated', () => failure('The key is missing or not valid.', MESSAGE)],
  BAD_USER_INPUT: ['InvalidInput', () => failure('Something of the request is wrong.', { issues: ISSUES })],
  INSUFFICIENT_CREDITS: ['InsufficientCredits', () => failure('Credits are missing.', { details: CREDITS })],
  RATE_LIMITED: ['LimitExceeded', () => failure('A limit is used up.', { ...MESSAGE, details: LIMIT })],
  UNAVAILABLE: ['Unavailable', () => failure('It may work in a moment.', MESSAGE)],
  INTERNAL_SERVER_ERROR: ['InternalError', () => failure('A fault of the server.', REQUEST_ID)],
  CALL_FAILED: [
    'CallFailed',
    () => {
      const details = text("The telephony provider's public error text, or that the outcome is unknown.");
      const callId = { type: 'string', format: 'uuid', description: 'The call as it stands in the history.' };
      return failure('The call was not placed, or nobody knows.', { details, ...REQUEST_ID, callId }, ['callId']);
    },
  ],
};
ENVELOPES.CONCURRENCY_LIMIT = ENVELOPES.RATE_LIMITED;
ENVELOPES.OUTCOME_UNKNOWN = ENVELOPES.CALL_FAILED;

/** The envelope of a code: the name of its schema, and the schema. */
function errorSchema(code) {
  const [name, make] = ENVELOPES[code] ?? ['Refusal', () => failure('The request was refused.')];
  return { name, make };
}

module.exports = { errorSchema };
