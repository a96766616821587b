import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type DefinitionNode, type DocumentNode, type FieldDefinitionNode, parse, print } from 'graphql';

/** A type as plain data: what one has to write to use it. Descriptions and order do not count. */
export interface TypeShape {
  kind: string;
  interfaces: string[];
  /** `name(argument: Type = default): Type` by name; for inputs `name: Type = default`. */
  fields: Record<string, string>;
  /** Enum values or union members. */
  members: string[];
}

export type Shapes = Record<string, TypeShape>;

export function shapesOf(document: DocumentNode): Shapes {
  const shapes: Shapes = {};
  for (const definition of document.definitions) {
    if ('name' in definition && definition.name) shapes[definition.name.value] = shapeOf(definition);
  }
  return shapes;
}

/** Shapes of a file beside the tests of the schema. */
export function shapesOfFile(name: string): Shapes {
  return shapesOf(parse(readFileSync(path.join(__dirname, '..', name), 'utf8')));
}

function shapeOf(definition: DefinitionNode): TypeShape {
  const shape: TypeShape = { kind: definition.kind, interfaces: [], fields: {}, members: [] };
  switch (definition.kind) {
    case 'ObjectTypeDefinition':
    case 'InterfaceTypeDefinition':
      shape.interfaces = (definition.interfaces ?? []).map(({ name }) => name.value).toSorted();
      for (const field of definition.fields ?? []) shape.fields[field.name.value] = signature(field);
      break;
    case 'InputObjectTypeDefinition':
      for (const field of definition.fields ?? []) shape.fields[field.name.value] = bare(field);
      break;
    case 'EnumTypeDefinition':
      shape.members = (definition.values ?? []).map(({ name }) => name.value).toSorted();
      break;
    case 'UnionTypeDefinition':
      shape.members = (definition.types ?? []).map(({ name }) => name.value).toSorted();
      break;
  }
  return shape;
}

function signature(field: FieldDefinitionNode): string {
  const parameters = (field.arguments ?? []).map(bare).toSorted();
  return `${field.name.value}(${parameters.join(', ')}): ${print(field.type)}`;
}

/** A field or argument without its description. */
function bare(node: NonNullable<FieldDefinitionNode['arguments']>[number]): string {
  return print({ ...node, description: undefined, directives: [] });
}
