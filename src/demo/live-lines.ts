/** What a stream must do to show lines that change. */
interface Terminal {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** Lines that change in place on a terminal; elsewhere every change is a new line. */
export class LiveLines {
  private readonly texts: string[];

  constructor(
    private readonly out: Terminal,
    private readonly titles: readonly string[],
  ) {
    this.texts = titles.map(() => '');
    if (out.isTTY) for (const title of titles) out.write(`  ${title}\n`);
  }

  /** Sets the text of a line; the same text again changes nothing. */
  set(index: number, text: string): void {
    if (this.texts[index] === text) return;
    this.texts[index] = text;
    const line = `  ${(this.titles[index] ?? '').padEnd(28)}${text}`;
    const up = this.titles.length - index;
    this.out.write(this.out.isTTY ? `\u001b[${up}A\r\u001b[2K${line}\u001b[${up}B\r` : `${line}\n`);
  }
}
