import { Drop, Liquid } from 'liquidjs';

/** A value that stands in for one of which nothing is known; the template's own `default` goes before it. */
export class Fallback extends Drop {
  constructor(private readonly text: string) {
    super();
  }

  override valueOf(): string {
    return this.text;
  }

  override toString(): string {
    return this.text;
  }
}

/** Makes `default`, as the first filter of a value, see through a {@link Fallback}. */
export function letDefaultsWin(this: Liquid): void {
  const standard = this.filters.default;
  if (typeof standard !== 'function') throw new Error('liquidjs has no filter "default"');
  this.registerFilter('default', function (value, ...args) {
    return standard.call(this, value instanceof Fallback ? null : value, ...args);
  });
}
