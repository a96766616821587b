import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { type DocumentNode, type GraphQLSchema, OperationTypeNode, visit } from 'graphql';
import type { RequestContext } from '../context';
import { compile, type Run } from '../schema/compile';

/** A query that comes so often is worth compiling; who sends a new one each time must not have it done. */
const WORTH_COMPILING = 3;

interface KnownQuery {
  uses: number;
  /** Null: it cannot be compiled. */
  run?: Run | null;
}

/**
 * Runs queries that come again and again compiled, as those of REST are. What a compiled query fails at is done over in
 * the usual way, which knows how to say it: queries change nothing.
 */
export function compiledQueries(schema: GraphQLSchema): ApolloServerPlugin<RequestContext> {
  // Apollo keeps the documents of recent requests; one that it forgets is forgotten here.
  const known = new WeakMap<DocumentNode, Map<string, KnownQuery>>();

  const find = (document: DocumentNode, name: string | undefined): Run | null => {
    const operations = known.get(document) ?? new Map<string, KnownQuery>();
    known.set(document, operations);
    const query = operations.get(name ?? '') ?? { uses: 0 };
    operations.set(name ?? '', query);
    query.uses += 1;
    if (query.run === undefined && query.uses >= WORTH_COMPILING) query.run = compiled(schema, document, name);
    return query.run ?? null;
  };

  return {
    async requestDidStart() {
      return {
        async responseForOperation({ operation, document, contextValue, request }) {
          if (operation?.operation !== OperationTypeNode.QUERY) return null;
          const run = find(document, operation.name?.value);
          if (!run) return null;
          const result = await run(contextValue, request.variables ?? {}).catch(() => null);
          if (!result || result.errors) return null;
          return {
            http: { status: undefined, headers: new HeaderMap() },
            body: { kind: 'single', singleResult: { data: result.data } },
          };
        },
      };
    },
  };
}

function compiled(schema: GraphQLSchema, document: DocumentNode, name: string | undefined): Run | null {
  if (!keepsItsMeaning(document)) return null;
  try {
    return compile(schema, document, name);
  } catch {
    return null;
  }
}

/**
 * Whether its directives mean the same when it is compiled: those of leaves that stand in it once. Elsewhere conditions get
 * lost where selections are merged; fragments in a field that is skipped show all the same where it is selected again.
 */
function keepsItsMeaning(document: DocumentNode): boolean {
  const places = new Map<string, number>();
  const conditional: string[] = [];
  let isPlain = true;
  const hasNone = ({ directives }: { readonly directives?: readonly unknown[] }) => {
    if (directives && directives.length > 0) isPlain = false;
  };
  visit(document, {
    Field(field) {
      const key = (field.alias ?? field.name).value;
      places.set(key, (places.get(key) ?? 0) + 1);
      if (field.selectionSet) hasNone(field);
      else if (field.directives && field.directives.length > 0) conditional.push(key);
    },
    FragmentSpread: hasNone,
    InlineFragment: hasNone,
    FragmentDefinition: hasNone,
    OperationDefinition: hasNone,
    VariableDefinition: hasNone,
  });
  return isPlain && conditional.every((key) => places.get(key) === 1);
}
