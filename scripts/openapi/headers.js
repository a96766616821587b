const string = { type: 'string' };

/** Headers of answers. */
const ANSWERED = {
  'X-Request-Id': ['Names the request: the one that was sent, if it is sane, or one of ours.', string],
  'X-Test-Mode': [
    '`true` on every answer to a test key, whose calls ring no phone and cost nothing.',
    { const: 'true' },
  ],
  RateLimit: ['What is left of this minute: `"requestsPerMinute";r=<requests>;t=<seconds>`.', string],
  'RateLimit-Policy': ['How many requests a minute the key may make: `"requestsPerMinute";q=<requests>;w=60`.', string],
  'X-Ignored-Parameters': ['The query parameters that nobody here knows, when there are some.', string],
  'Preference-Applied': ['`handling=strict` when it was asked for.', string],
  'Idempotent-Replayed': [
    '`true` when an earlier request placed this call and nobody was dialled now.',
    { const: 'true' },
  ],
  'Retry-After': ['Seconds after which the same request may succeed.', { type: 'integer', minimum: 1 }],
  'Content-Range': ['Which part this is.', string],
  'Accept-Ranges': ['`bytes`, when a part can be asked for.', string],
  'Content-Disposition': ['What to call the file.', string],
};

/** Headers of requests. */
const ASKED = {
  'X-Request-Id': [
    'A name for the request, which stands on the answer and in logs: 1 to 128 of `A-Z a-z 0-9 _ . : -`.',
    string,
  ],
  Prefer: [
    '`handling=strict`: what is not known in query or body is a 400 instead of being ignored. RFC 7240.',
    string,
  ],
  'Idempotency-Key': [
    'Your own name for this request, 1 to 255 visible ASCII characters: with the same name and input within 24 hours nothing is done twice.',
    { type: 'string', minLength: 1, maxLength: 255 },
  ],
  'Last-Event-ID': ['With `Accept: text/event-stream`: the `id` of the last event that was taken.', string],
  Range: ['The part that is wanted: `bytes=0-1023`.', { type: 'string', pattern: '^bytes=[\\d, -]{1,100}$' }],
};

/** Refers to headers of an answer. */
function answerHeaders(names, components) {
  const refs = names.map((name) => {
    const [description, schema] = ANSWERED[name];
    return [name, components.ref('headers', name, () => ({ description, schema }))];
  });
  return Object.fromEntries(refs);
}

/** Refers to headers of a request. */
function requestHeaders(names, components) {
  return names.map((name) => {
    const [description, schema] = ASKED[name];
    return components.ref('parameters', name, () => ({ name, in: 'header', required: false, description, schema }));
  });
}

module.exports = { answerHeaders, requestHeaders };
