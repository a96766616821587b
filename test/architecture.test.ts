import { parseSync } from '@swc/core';
import { readSources, type Source, source } from './support/sources';

/** Who may import what. Files of ours are named by their path below src, packages by their name. */
interface Rule {
  says: string;
  /** The files it is about. */
  of: RegExp;
  /** If given, files of ours that they may import; all others are forbidden. */
  ours?: RegExp;
  /** What they may not import. */
  never?: RegExp;
}

const GRAPHQL = 'graphql|graphql-.*|type-graphql|@apollo/.*';
const KOA = 'koa|@koa/.*|koa-.*';

const RULES: Rule[] = [
  {
    says: 'rest sees schema, context and errors, never resolvers, services or entities',
    of: /^rest\//,
    ours: /^(rest|schema)\/|^(context|errors)$/,
    never: new RegExp(`^(${KOA}|typeorm|pg|twilio)(/|$)`),
  },
  {
    says: 'services see entities, ports, context and errors, never Koa, GraphQL or a vendor’s SDK',
    of: /^services\//,
    ours: /^(services|entities)\/|^telephony\/(speech|telephony)$|^database\/(advisory-locks|presence|transaction|timestamps|database-away)$|^(context|errors)$/,
    never: new RegExp(`^(${KOA}|${GRAPHQL}|twilio)(/|$)`),
  },
  {
    says: 'conversations see services, ports, enums and errors, never a door or a vendor’s SDK',
    of: /^conversation\//,
    ours: /^(conversation|services)\/|^entities\/enums$|^telephony\/(speech|telephony)$|^errors$/,
    never: new RegExp(`^(${KOA}|${GRAPHQL}|twilio|ws|typeorm)(/|$)`),
  },
  {
    says: 'only the composition root and the server know of conversations',
    of: /^(?!conversation\/|(carrier|choose-carriers|compose|server)\.ts$|cli\/doctor\/)/,
    never: /^conversation\//,
  },
  {
    says: 'only conversation/model speaks the SDK of language models',
    of: /^(?!conversation\/model\/)/,
    never: /^openai(\/|$)/,
  },
  { says: 'only services/prompts fills in templates', of: /^(?!services\/prompts\/)/, never: /^liquidjs(\/|$)/ },
  {
    says: 'resolvers call services and show schema types; they know no door, no storage and no provider',
    of: /^resolvers\//,
    ours: /^(resolvers|schema|services)\/|^entities\/enums$|^(context|errors)$/,
    never: new RegExp(`^(${KOA}|typeorm|pg|twilio)(/|$)`),
  },
  {
    says: 'schema knows neither its resolvers nor a door',
    of: /^schema\//,
    ours: /^(schema|services)\/|^entities\/enums$|^database\/database-away$|^(context|errors)$/,
    never: new RegExp(`^(${KOA}|typeorm|pg|twilio)(/|$)`),
  },
  {
    says: 'commands call services, and look at the parts that they open or examine; they know no door',
    of: /^cli\//,
    ours: /^(cli|services)(\/|$)|^database\/|^entities\/enums$|^telephony\/twilio\/check-credentials$|^conversation\/model\/check-model$|^(config|metrics-readers|log|errors)$/,
    never: new RegExp(`^(${KOA}|${GRAPHQL}|twilio)(/|$)`),
  },
  { says: 'nothing of ours imports the commands', of: /^(?!cli\/)/, never: /^cli(\/|$)/ },
  { says: 'entities see entities', of: /^entities\//, ours: /^entities\// },
  { says: 'errors see nothing', of: /^errors\.ts$/, ours: /^$/, never: new RegExp(`^(${KOA}|${GRAPHQL})(/|$)`) },
  { says: 'only telephony/twilio imports twilio', of: /^(?!telephony\/twilio\/)/, never: /^twilio(\/|$)/ },
  {
    says: 'only live updates, the relay and the simulator at its other end import ws',
    of: /^(?!http\/live\/|telephony\/twilio\/relay\/|simulator\/)/,
    never: /^ws$/,
  },
  {
    says: 'the simulator imports nothing of ours and no Twilio code',
    of: /^simulator\//,
    ours: /^simulator(\/|$)/,
    never: /^twilio(\/|$)/,
  },
  { says: 'nothing of ours imports the simulator', of: /^(?!simulator\/)/, never: /^simulator(\/|$)/ },
  {
    says: 'pages see pages and what runs in a browser; all else they ask over HTTP',
    of: /^web\//,
    ours: /^web\//,
    never: new RegExp(`^(node:.*|${KOA}|typeorm|pg|twilio|type-graphql|@apollo/.*|ws|esbuild)(/|$)`),
  },
  { says: 'nothing of the server imports a page', of: /^(?!web\/)/, never: /^web(\/|$)/ },
  { says: 'nothing imports the process', of: /./, never: /^main$/ },
];

function violations({ of, ours, never }: Rule, sources: Source[]): string[] {
  return sources
    .filter(({ name }) => of.test(name))
    .flatMap(({ name, imports }) =>
      imports
        .filter((target) => never?.test(target) || (ours && isOurs(target) && !ours.test(target)))
        .map((target) => `${name} imports ${target}`),
    );
}

const sources = readSources();
const folders = new Set(sources.map(({ name }) => name.split('/')[0]?.replace(/\.ts$/, '')));

function isOurs(target: string): boolean {
  return target.startsWith('..') || folders.has(target.split('/')[0]);
}

test('all of src is looked at', () => {
  expect(sources.length).toBeGreaterThan(150);
  expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(500);
});

test.each(RULES.map((rule) => [rule.says, rule] as const))('%s', (_, rule) => {
  expect(sources.filter(({ name }) => rule.of.test(name)).length).toBeGreaterThan(0);
  expect(violations(rule, sources)).toEqual([]);
});

test.each([
  ['rest/v1/x.ts', `import { a } from '../../services/a';`],
  ['rest/v1/x.ts', `import type { A } from '../../entities/enums';`],
  ['services/x.ts', `import type { Context } from 'koa';`],
  ['services/calls/x.ts', `import { GraphQLError } from 'graphql';`],
  ['services/calls/x.ts', `import { a } from '../../schema/scalars';`],
  ['services/calls/x.ts', `import { a } from '../../telephony/twilio/adapter';`],
  ['conversation/x.ts', `import { a } from '../schema/scalars';`],
  ['conversation/session/x.ts', `import { WebSocket } from 'ws';`],
  ['conversation/session/x.ts', `import OpenAI from 'openai';`],
  ['conversation/prompt/x.ts', `import { Liquid } from 'liquidjs';`],
  ['services/x.ts', `import { a } from '../conversation/talks';`],
  ['cli/commands/x.ts', `import { a } from '../../rest/v1';`],
  ['server.ts', `import { a } from './cli/run';`],
  ['http/x.ts', `const x = await import('twilio');`],
  ['conversation/x.ts', `import OpenAI from 'openai';`],
  ['conversation/x.ts', `import { relayUrl } from '../telephony/twilio/relay/url';`],
  ['http/x.ts', `import { WebSocketServer } from 'ws';`],
  ['simulator/x.ts', `import { a } from '../errors';`],
  ['server.ts', `import { startSimulator } from './simulator';`],
  ['web/console/x.tsx', `import type { Call } from '../../schema/types/call';`],
  ['web/shared/x.ts', `import { readFile } from 'node:fs';`],
  ['http/x.ts', `import { loadExplorer } from '../web/shared/explorer';`],
])('the rules see a violation: %s: %s', (name, text) => {
  expect(RULES.flatMap((rule) => violations(rule, [source(name, text)]))).not.toEqual([]);
});

const PROCESSES = ['config.ts', 'main.ts', 'cli/main.ts', 'simulator/main.ts', 'demo/main.ts'];

test('only the process files and config read the environment', () => {
  const readers = sources.filter(({ text }) => /\bprocess\s*\.\s*env\b|\bprocess\[/.test(text)).map(({ name }) => name);
  for (const reader of readers) expect(PROCESSES).toContain(reader);
});

test('no file has more than 300 lines', () => {
  const long = sources.filter(({ text }) => text.split('\n').length - 1 > 300);
  expect(long.map(({ name }) => name)).toEqual([]);
});

test('nobody says any', () => {
  expect(countAny(`const a: any = 1; function f(b: Array<any>) { return b as any; } // any`)).toBe(3);
  const careless = sources.filter(({ name, text }) => /\bany\b/.test(text) && countAny(text, name.endsWith('x')) > 0);
  expect(careless.map(({ name }) => name)).toEqual([]);
});

test('nobody switches a check off', () => {
  const off = sources.filter(({ text }) => /@ts-(ignore|expect-error|nocheck)|biome-ignore|eslint-disable/.test(text));
  expect(off.map(({ name }) => name)).toEqual([]);
});

/** How often the type any is written in a program; the word in texts and comments does not count. */
function countAny(text: string, tsx = false): number {
  const program = JSON.stringify(parseSync(text, { syntax: 'typescript', decorators: true, tsx }));
  return program.match(/"type":"TsKeywordType","span":\{[^}]*\},"kind":"any"/g)?.length ?? 0;
}
