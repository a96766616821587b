/** The model wants a tool called. `input` is JSON text, but for a fault. */
export interface CalledTool {
  readonly name: string;
  readonly input: string;
}

/** What the model answers: words, then calls of tools. */
export interface Answer {
  readonly text: string;
  readonly calls: readonly CalledTool[];
}

export function say(text: string, ...calls: CalledTool[]): Answer {
  return { text, calls };
}

export function callTool(name: string, input: object = {}): CalledTool {
  return { name, input: JSON.stringify(input) };
}
