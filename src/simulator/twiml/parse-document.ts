import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Element } from './document';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  htmlEntities: true,
});

/** A node as fast-xml-parser gives it when order matters: one key with its children, `#text`, and `:@` for attributes. */
type Node = Record<string, unknown>;

/** The verbs of a TwiML document; undefined when it is not XML with one `<Response>` around it. */
export function parseDocument(xml: string): readonly Element[] | undefined {
  const [root, ...others] = elementsOf(parse(xml));
  return root?.name === 'Response' && others.length === 0 ? root.children : undefined;
}

function parse(xml: string): Node[] {
  try {
    return XMLValidator.validate(xml) === true ? (parser.parse(xml) as Node[]) : [];
  } catch {
    return []; // Valid, but too deep for the parser, or with names or entities that it will not have.
  }
}

function elementsOf(nodes: readonly Node[]): Element[] {
  return nodes.flatMap((node) => {
    const name = nameOf(node);
    if (name === undefined) return [];
    const children = childrenOf(node, name);
    const attributes = (node[':@'] ?? {}) as Record<string, string>;
    return [{ name, attributes, children: elementsOf(children), text: textOf(children) }];
  });
}

function textOf(nodes: readonly Node[]): string {
  const parts = nodes.map((node) => {
    const name = nameOf(node);
    return name === undefined ? String(node['#text'] ?? '') : textOf(childrenOf(node, name));
  });
  return parts.join(' ').replace(/\s+/g, ' ').trim();
}

function nameOf(node: Node): string | undefined {
  return Object.keys(node).find((key) => key !== ':@' && key !== '#text');
}

function childrenOf(node: Node, name: string): Node[] {
  return (node[name] ?? []) as Node[];
}
