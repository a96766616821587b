/** What was sent for a variable; undefined: nothing, whatever every object has by that name. */
export function variableOf(variables: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}
