/**
 * Writes what is made from the sources: the schema's text, the OpenAPI document, the types of the documents of REST, of the
 * console and of the example, and the README's table of variables. With `--check` it writes nothing and fails when one of
 * them is stale.
 */
require('reflect-metadata');
const fs = require('node:fs');
const path = require('node:path');
const { codegen } = require('@graphql-codegen/core');
const { parse, printSchema, lexicographicSortSchema } = require('graphql');

const root = path.join(__dirname, '..');
const check = process.argv.includes('--check');
const stale = [];

async function main() {
  const { buildExecutableSchema } = require('../dist/schema/build-schema');
  const { resolverClasses } = require('../dist/resolvers');
  const { describeVariables } = require('../dist/config');
  const { openapiDocument } = require('./openapi/document');
  const schema = lexicographicSortSchema(buildExecutableSchema({ resolverClasses, instances: new Map() }));
  const sdl = `${printSchema(schema)}\n`;
  write('schema.graphql', sdl);
  write('openapi.json', `${JSON.stringify(openapiDocument(schema, require('../package.json')), null, 2)}\n`);
  write('src/rest/documents.generated.ts', await documentsOf(sdl, 'src/rest/v1', REST));
  write('src/web/console/documents.generated.ts', await documentsOf(sdl, 'src/web/console/operations', CONSOLE));
  await exampleDocuments(sdl);
  const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
  write('README.md', replaceTable(readme, variableTable(describeVariables())));
  if (stale.length > 0) {
    console.error(`Stale: ${stale.join(', ')}. Run \`npm run generate\` and commit the result.`);
    process.exit(1);
  }
}

function write(name, content) {
  const file = path.join(root, name);
  const current = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null;
  if (current === content) return;
  if (check) stale.push(name);
  else fs.writeFileSync(file, content);
}

const OUTPUT = { DateTime: 'string', JSON: 'unknown', JSONObject: 'Record<string, unknown>', PhoneNumber: 'string' };

/** What a request brings along is not looked at before the schema does. */
const REST = {
  input: { ...OUTPUT, DateTime: 'unknown', JSONObject: 'unknown', PhoneNumber: 'unknown' },
  note: 'from the .graphql files beside the routes',
};

/** Documents as texts, because a page has no use for their parts. */
const CONSOLE = { input: OUTPUT, note: 'from the operations of the console', config: { documentMode: 'string' } };

/** Types of the operations in the `.graphql` files of a folder, and the operations with their types. */
async function documentsOf(sdl, place, { input, note, config }) {
  const folder = path.join(root, place);
  const documents = fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => ({ location: name, document: parse(fs.readFileSync(path.join(folder, name), 'utf8')) }));
  return codegen({
    schema: parse(sdl),
    documents,
    filename: 'documents.generated.ts',
    config: {
      enumsAsTypes: true,
      useTypeImports: true,
      skipTypename: true,
      nonOptionalTypename: false,
      onlyOperationTypes: true,
      scalars: Object.fromEntries(
        Object.keys(OUTPUT).map((name) => [name, { input: input[name], output: OUTPUT[name] }]),
      ),
      ...config,
    },
    plugins: [{ note: {} }, { operations: {} }, { documents: {} }],
    pluginMap: {
      note: { plugin: () => `/* Made by \`npm run generate\` ${note}. */` },
      operations: require('@graphql-codegen/typescript-operations'),
      documents: require('@graphql-codegen/typed-document-node'),
    },
  });
}

/** Does what `npx graphql-codegen` does with the example's configuration. */
async function exampleDocuments(sdl) {
  const folder = 'examples/typescript-urql';
  const read = (name) => fs.readFileSync(path.join(root, folder, name), 'utf8');
  const { documents, generates } = JSON.parse(read('codegen.json'));
  for (const [filename, { plugins, config }] of Object.entries(generates)) {
    const output = await codegen({
      schema: parse(sdl),
      documents: [{ location: documents, document: parse(read(documents)) }],
      filename,
      config,
      plugins: plugins.map((name) => ({ [name]: {} })),
      pluginMap: Object.fromEntries(plugins.map((name) => [name, require(`@graphql-codegen/${name}`)])),
    });
    write(`${folder}/${filename}`, output);
  }
}

function variableTable(variables) {
  const rows = variables.map(
    ({ name, defaultText, description }) => `| \`${name}\` | ${defaultText} | ${description} |`,
  );
  return ['| variable | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

function replaceTable(readme, table) {
  const [start, end] = ['<!-- variables -->', '<!-- /variables -->'];
  const [before, after] = [readme.indexOf(start), readme.indexOf(end)];
  if (before < 0 || after < before) throw new Error(`README.md lacks ${start} … ${end}`);
  return `${readme.slice(0, before + start.length)}\n${table}\n${readme.slice(after)}`;
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
