const { v1Routes } = require('../../dist/rest/v1');
const { TAGS } = require('../../dist/rest/tags');
const { Components } = require('./components');
const { PLACEHOLDERS } = require('./examples');
const { operationOf } = require('./operation');

const ABOUT = `Phone calls that an AI agent conducts.

- **Success** is \`{"success": true, "data": …}\`, **failure** \`{"success": false, "error": …}\` with what else there is to know.
- **Absent values** are \`null\`, never missing. Ids are UUIDs, times ISO 8601 in UTC.
- **Each operation is one GraphQL document** (\`x-graphql\`), so what REST can do, GraphQL can, and the other way round.`;

const SECURITY = {
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: '`cm_` and 64 hexadecimal digits.' },
  bearer: { type: 'http', scheme: 'bearer', description: 'The same key as a bearer token.' },
  apiKeyInQuery: {
    type: 'apiKey',
    in: 'query',
    name: 'api_key',
    description: 'The same key in the address, for who cannot send headers. It stands in no log of this server.',
  },
};

/**
 * The OpenAPI document of `/api/v1`, made from the routes and the schema.
 * @param {import('graphql').GraphQLSchema} schema
 * @param {{ version: string, license: string }} project
 */
function openapiDocument(schema, { version, license }) {
  const components = new Components();
  for (const [name, scheme] of Object.entries(SECURITY)) components.ref('securitySchemes', name, () => scheme);
  const paths = {};
  for (const route of v1Routes) {
    const path = `/api/v1${route.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] ??= {};
    paths[path][route.method.toLowerCase()] = operationOf(route, { schema, components });
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Call Manager',
      version,
      summary: 'Phone calls that an AI agent conducts.',
      description: ABOUT,
      contact: { name: 'Whoever operates this server' },
      license: { name: license, identifier: license },
    },
    servers: [{ url: '/', description: 'The server that this document comes from.' }],
    security: Object.keys(SECURITY).map((name) => ({ [name]: [] })),
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components,
    'x-placeholders': PLACEHOLDERS,
  };
}

module.exports = { openapiDocument };
