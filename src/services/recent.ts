/** What was used most recently: at most `size` entries, whose keys have at most `characters` together. */
export class Recent<Value> {
  private readonly entries = new Map<string, Value>();
  private held = 0;

  constructor(
    private readonly size: number,
    private readonly characters = Number.POSITIVE_INFINITY,
  ) {}

  /** The entry of a key, made if there is none. What throws is not kept. */
  get(key: string, make: () => Value): Value {
    const value = this.entries.has(key) ? (this.entries.get(key) as Value) : make();
    this.set(key, value);
    return value;
  }

  /** The entry of a key, if there is one; to ask is not to use it. */
  peek(key: string): Value | undefined {
    return this.entries.get(key);
  }

  set(key: string, value: Value): void {
    this.forget(key);
    this.entries.set(key, value);
    this.held += key.length;
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= this.size && this.held <= this.characters) break;
      this.forget(oldest);
    }
  }

  private forget(key: string): void {
    if (this.entries.delete(key)) this.held -= key.length;
  }
}
