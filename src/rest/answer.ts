/**
 * How a route describes what it answers, for the API's documentation: for each member, where it comes from. Types,
 * descriptions and whether something may be null follow from the route's document and the schema.
 */

/**
 * A path in the result of the route's document, such as `call.recording.url`. Through a list it leads to a list; with `!` at
 * its end, nulls of that list are left out. What lies at the root is there: without it the route refuses. Of both the
 * schema's words are left out, too: they speak of nulls.
 */
type Path = string;

/** What lies at a path, in another form. */
interface Rewritten {
  at: Path;
  as: 'lower case' | Shape<object>;
  /** What it is, where the schema's own words do not fit. */
  about?: string;
}

/** What has no place in the schema: JSON Schema. */
interface Own {
  schema: Readonly<Record<string, unknown>>;
}

/** Where a member comes from. */
export type Source = Path | Rewritten | Own;

/** Where each member of something comes from. The compiler demands a row for each. */
export type Members<Of extends object> = { readonly [Name in keyof Of]-?: Source };

/** The form of something that several answers hold; its paths begin where it lies. */
export interface Shape<Of extends object> {
  /** What it is called in the documentation. */
  name: string;
  about: string;
  members: Members<Of>;
}

/** A form whose members are those of a function's result. */
export function shapeOf<Result extends object>(name: string, about: string, members: Members<Result>): Shape<Result> {
  return { name, about, members };
}

/** What lies at a path, in the form of a shape. */
export function shaped(at: Path, as: Shape<object>, about?: string): Rewritten {
  return { at, as, ...(about && { about }) };
}

/** The words of an enum in lower case. */
export function lowerCase(at: Path): Rewritten {
  return { at, as: 'lower case' };
}

/** The members of a shape as part of something larger, with their paths moved below another. */
export function below<Of extends object>(at: Path, { members }: Shape<Of>): Members<Of> {
  const moved = (source: Source): Source => {
    if (typeof source === 'string') return `${at}.${source}`;
    return 'at' in source ? { ...source, at: `${at}.${source.at}` } : source;
  };
  const entries = Object.entries<Source>(members).map(([name, source]) => [name, moved(source)]);
  return Object.fromEntries(entries) as Members<Of>;
}
