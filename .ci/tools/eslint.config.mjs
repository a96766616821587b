import graphql from '@graphql-eslint/eslint-plugin';

/** What the schema is held to: the linter's recommended rules and those of Relay, but for what is named and explained here. */
export default [
  {
    files: ['**/*.graphql'],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: 'schema.graphql' } },
    },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      ...graphql.configs['flat/schema-recommended'].rules,
      ...graphql.configs['flat/schema-relay'].rules,
      // What has an id can be asked for by it, through `node`. Parts of such an object have none, and a test holds that
      // whatever is in a connection has.
      '@graphql-eslint/strict-id-in-types': 'off',
      // `Call.callSid` is the name that the REST contract gives to it.
      '@graphql-eslint/no-typename-prefix': 'off',
      // A feed has no end to be read from backwards; a test holds that every other connection goes both ways.
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
      // Lists that end by their nature (the turns of a talk, the milestones of a call) are lists. What grows is a connection.
      '@graphql-eslint/relay-edge-types': [
        'error',
        { withEdgeSuffix: true, shouldImplementNode: true, listTypeCanWrapOnlyEdgeType: false },
      ],
    },
  },
];
