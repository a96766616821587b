import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv/dist/2020';
import type { Json } from './client';

/** What the tests read of an OpenAPI document, references resolved where they are needed. */
export interface Operation {
  id: string;
  /** In capitals. */
  method: string;
  /** From the origin on, with the examples of its parameters filled in. */
  path: string;
  /** The example that stands first; none for an operation without a body. */
  body: object | undefined;
  /** Documented answers by status. */
  responses: Record<string, { headers: object; content?: Record<string, object> }>;
  graphql: { document: string; variables: Record<string, unknown> };
}

const FORMATS = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  int32: { type: 'number', validate: Number.isInteger },
  binary: true,
} as const;

/** The document as it was committed. */
export const OPENAPI_FILE = path.join(__dirname, '../../openapi.json');

/** The committed document, with which answers can be compared. */
export class OpenApi {
  readonly operations: readonly Operation[];
  private readonly document: Json;
  private readonly ajv = new Ajv({ strict: false, allErrors: true, formats: FORMATS });

  /** @param ids what to put in the place of the document's placeholders, by their names */
  constructor(ids: Record<string, string> = {}) {
    let text = readFileSync(OPENAPI_FILE, 'utf8');
    for (const [name, placeholder] of Object.entries<string>(JSON.parse(text)['x-placeholders'])) {
      text = text.replaceAll(placeholder, ids[name] ?? placeholder);
    }
    this.document = JSON.parse(text);
    this.operations = Object.entries<object>(this.document.paths).flatMap(([template, methods]) =>
      Object.entries<Json>(methods).map(([method, operation]) => this.read(template, method, operation)),
    );
    // What the document does not name must not be there.
    this.ajv.addSchema(closed(this.document) as object, 'openapi.json');
  }

  /** Named examples of failures, each with the schema of one answer that shows it. */
  get failureExamples(): Array<{ name: string; problems: string[] }> {
    return Object.entries<Json>(this.document.components.responses).flatMap(([response, { content }]) => {
      const schema = `#/components/responses/${pointer(response)}/content/application~1json/schema`;
      return Object.entries<Json>(content['application/json'].examples).map(([name, { $ref }]) => ({
        name,
        problems: this.problemsOf(schema, this.resolve($ref).value),
      }));
    });
  }

  /** Everything in which a JSON answer differs from what the document says; nothing when it is as it says. */
  compare(id: string, { status, headers, body }: { status: number; headers: Headers; body: unknown }): string[] {
    const operation = this.operations.find((known) => known.id === id);
    const response = operation?.responses[status];
    if (!operation || !response) return [`${id} may not answer ${status}`];
    const type = headers.get('Content-Type')?.replace(/;.*/, '') ?? 'none';
    const content = response.content ?? {};
    const unnamed = Object.keys(this.document.components.headers)
      .filter((name) => headers.has(name) && !(name in response.headers))
      .map((name) => `${id} ${status} may not have the header ${name}`);
    if (type === 'none' && !response.content) return unnamed;
    const known = Object.keys(content).find((range) => range === type || range === type.replace(/\/.*/, '/*'));
    if (!known) return [...unnamed, `${id} ${status} may not be ${type}`];
    const at = this.document.paths[this.templateOf(id)][operation.method.toLowerCase()].responses[status];
    const base =
      at.$ref ?? `#/paths/${pointer(this.templateOf(id))}/${operation.method.toLowerCase()}/responses/${status}`;
    const schema = `${base}/content/${pointer(known)}/schema`;
    return type === 'application/json' ? [...unnamed, ...this.problemsOf(schema, body)] : unnamed;
  }

  private problemsOf(schema: string, value: unknown): string[] {
    const validate = this.ajv.getSchema(`openapi.json${schema}`);
    if (!validate) throw new Error(`${schema} is no schema`);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
    );
  }

  private templateOf(id: string): string {
    const [template = ''] =
      Object.entries<object>(this.document.paths).find(([, methods]) =>
        Object.values<Json>(methods).some(({ operationId }) => operationId === id),
      ) ?? [];
    return template;
  }

  private read(template: string, method: string, operation: Json): Operation {
    const parameters: Json[] = operation.parameters.map((parameter: Json) => this.resolve(parameter.$ref) ?? parameter);
    const filled = parameters
      .filter((parameter) => parameter.in === 'path')
      .reduce((address, { name, example }) => address.replace(`{${name}}`, example), template);
    const examples = operation.requestBody?.content['application/json'].examples ?? {};
    const responses = Object.entries<Json>(operation.responses).map(([status, response]) => [
      status,
      this.resolve(response.$ref) ?? response,
    ]);
    return {
      id: operation.operationId,
      method: method.toUpperCase(),
      path: filled,
      body: Object.values<Json>(examples)[0]?.value,
      responses: Object.fromEntries(responses),
      graphql: operation['x-graphql'],
    };
  }

  private resolve(ref: string | undefined): Json {
    return ref
      ?.split('/')
      .slice(1)
      .reduce((part, name) => part[name.replaceAll('~1', '/')], this.document);
  }
}

function pointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
}

/** Objects with members that are named may have no others. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (part === null || typeof part !== 'object') return part;
  const members = Object.entries(part).map(([name, member]) => [name, closed(member)]);
  const isObject = 'type' in part && part.type === 'object' && 'properties' in part;
  return { ...Object.fromEntries(members), ...(isObject && { additionalProperties: false }) };
}
