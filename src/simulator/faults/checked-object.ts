/** A JSON object that is read field by field; everything that is wrong with it is said, each with its place. */
export class CheckedObject {
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(
    value: unknown,
    private readonly path: string,
    private readonly issues: string[],
  ) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isObject) issues.push(`${path || 'the body'} must be an object`);
    this.#fields = isObject ? (value as Record<string, unknown>) : {};
  }

  allowOnly(known: readonly string[]): void {
    for (const name of Object.keys(this.#fields)) {
      if (!known.includes(name)) this.complain(name, `is not known here; known are ${known.join(', ')}`);
    }
  }

  has(name: string): boolean {
    return this.#fields[name] !== undefined;
  }

  get(name: string): unknown {
    return this.#fields[name];
  }

  complain(name: string, problem: string): undefined {
    this.issues.push(`${this.path && `${this.path}.`}${name} ${problem}`);
    return undefined;
  }

  wholeNumber(name: string, least: number, most: number): number | undefined {
    const value = this.#fields[name];
    if (value === undefined) return undefined;
    if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return Number(value);
    return this.complain(name, `must be a whole number from ${least} to ${most}`);
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.#fields[name];
    if (value === undefined) return undefined;
    return allowed.find((word) => word === value) ?? this.complain(name, `must be one of ${allowed.join(', ')}`);
  }

  text(name: string, pattern: RegExp, description: string): string | undefined {
    const value = this.#fields[name];
    if (value === undefined) return undefined;
    return typeof value === 'string' && pattern.test(value) ? value : this.complain(name, `must be ${description}`);
  }

  boolean(name: string): boolean | undefined {
    const value = this.#fields[name];
    return value === undefined || typeof value === 'boolean' ? value : this.complain(name, 'must be true or false');
  }
}
