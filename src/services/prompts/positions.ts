import { Token } from 'liquidjs';

let lastInput = '';
let lineStarts: number[] = [0];

/**
 * Makes it cheap to ask where something stands in a template: liquidjs counts characters from its beginning each time, so that to
 * look through a text for its variables would take time by the square of its length.
 */
export function makePositionsCheap(): void {
  Token.prototype.getPosition = function (this: Token): [line: number, column: number] {
    const starts = lineStartsOf(this.input);
    let line = 0;
    let after = starts.length;
    while (after - line > 1) {
      const middle = (line + after) >> 1;
      if ((starts[middle] ?? 0) <= this.begin) line = middle;
      else after = middle;
    }
    return [line + 1, this.begin - (starts[line] ?? 0) + 1];
  };
}

/** Kept for one text, because one is looked through at a time. */
function lineStartsOf(input: string): number[] {
  if (input === lastInput) return lineStarts;
  lastInput = input;
  lineStarts = [0];
  for (let at = input.indexOf('\n'); at >= 0; at = input.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return lineStarts;
}
