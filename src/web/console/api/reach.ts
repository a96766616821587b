/** Whether the server can be reached, as far as the last attempt tells. */
export class Reach {
  private isUp = true;
  private readonly listeners = new Set<() => void>();

  get up(): boolean {
    return this.isUp;
  }

  tell(up: boolean): void {
    if (up === this.isUp) return;
    this.isUp = up;
    for (const told of this.listeners) told();
  }

  /** @returns what ends it */
  listen(told: () => void): () => void {
    this.listeners.add(told);
    return () => void this.listeners.delete(told);
  }
}
