import type { Known } from '../shared/known';

/** The GraphQL request that an operation stands for. */
export interface GraphqlRequest {
  document: string;
  variables: object;
}

interface Operation {
  requestBody?: { content: { 'application/json': { examples: Record<string, { value: object }> } } };
  'x-graphql': GraphqlRequest;
}

/** What we read of an OpenAPI document. */
export interface Spec {
  paths: Record<string, Record<string, Operation>>;
  /** What the examples have in the place of things that only an account can name. */
  'x-placeholders': Record<string, string>;
}

/** Loads the server's own document. @throws Error when it is not there */
export async function loadSpec(): Promise<string> {
  const response = await fetch('/openapi.json');
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return response.text();
}

/** The document with examples that work for an account, as things stand. */
export function filledIn(text: string, { agentId, callId, contactId }: Known): Spec {
  const now = new Date();
  const midnight = (day: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), day)).toISOString();
  const values: Record<string, string | undefined> = {
    ...{ agentId, callId, contactId },
    ...{ now: now.toISOString(), today: midnight(now.getUTCDate()), month: midnight(1) },
  };
  const { 'x-placeholders': placeholders } = JSON.parse(text) as Spec;
  const filled = Object.entries(placeholders).reduce(
    (whole, [name, placeholder]) => whole.replaceAll(placeholder, values[name] ?? placeholder),
    text,
  );
  return JSON.parse(filled) as Spec;
}

/** Every path and method with what of it a call or a contact names. */
export function idsInPaths({ paths }: Spec): Array<{ path: string; method: string; name: 'callId' | 'contactId' }> {
  return Object.entries(paths).flatMap(([path, methods]) => {
    const name = (['callId', 'contactId'] as const).find((id) => path.includes(`{${id}}`));
    return name ? Object.keys(methods).map((method) => ({ path, method, name })) : [];
  });
}

/** The example of each body that stands first. */
export function firstBodies({ paths }: Spec): Array<{ pathMethod: [string, string]; value: string }> {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody }]) => {
      const [first] = Object.values(requestBody?.content['application/json'].examples ?? {});
      return first
        ? [{ pathMethod: [path, method] as [string, string], value: JSON.stringify(first.value, null, 2) }]
        : [];
    }),
  );
}
