import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoAnalysis, DemoCall, DemoClient, DemoTurn } from './client';

const CALL_SECONDS = 120;
const LOOK_MS = 50;
const WIDTH = 100;

/** What the story of a call is written to. */
type Out = Pick<NodeJS.WritableStream, 'write'>;

/**
 * Tells a call as it happens: each status, each turn once it is said, why it ended, and what it came to.
 * @throws Error when it takes too long
 */
export async function followTalk(client: DemoClient, id: string, title: string, out: Out): Promise<void> {
  const deadline = Date.now() + CALL_SECONDS * 1000;
  out.write(`  ${title}\n`);
  let status = '';
  let told = 0;
  for (;;) {
    const call = await client.call(id);
    const { turns } = call.transcript;
    const said = call.endedReason ? turns : turns.filter(({ durationMs }) => durationMs !== null);
    for (const turn of said.slice(told)) tell(turn, out);
    told = Math.max(told, said.length);
    if (call.status !== status) {
      status = call.status;
      out.write(`    ${status}${call.endedReason ? `  ${endOf(call)}` : ''}\n`);
    }
    if (call.endedReason && isSettled(call.analysis)) return tellAnalysis(call.analysis, out);
    if (Date.now() > deadline) throw new Error(`Call ${id} is not over after ${CALL_SECONDS} s.`);
    await sleep(LOOK_MS);
  }
}

function endOf({ endedReason, durationSeconds, creditsUsed }: DemoCall): string {
  return `${endedReason}, ${durationSeconds} s, ${creditsUsed} credit(s)`;
}

function isSettled({ status }: DemoAnalysis): boolean {
  return status !== 'PENDING' && status !== 'PROCESSING';
}

function tell({ index, role, text, offsetMs, interrupted }: DemoTurn, out: Out): void {
  const seconds = Math.floor(offsetMs / 1000);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  const speaker = role === 'AGENT' ? 'Agent  ' : 'Contact';
  const head = `      [${index}] ${time.padStart(5)}  ${speaker}  `;
  out.write(`${head}${wrapped(`${text}${interrupted ? ' -' : ''}`, head.length)}\n`);
}

function tellAnalysis({ status, reason, summary, sentiment, success, extracted }: DemoAnalysis, out: Out): void {
  if (status !== 'COMPLETED') {
    out.write(`    Analysis ${status}: ${reason}\n\n`);
    return;
  }
  const line = (name: string, text: string) => {
    const head = `      ${name.padEnd(12)} `;
    out.write(`${head}${wrapped(text, head.length)}\n`);
  };
  out.write('    Analysis\n');
  line('summary', summary ?? '');
  line('sentiment', sentiment ?? '');
  if (success) line('success', `${success.verdict}: ${success.rationale}`);
  for (const { name, value, evidence } of extracted) {
    const turns = evidence.map(({ index }) => `[${index}]`).join(' ');
    line(name, `${value === null ? 'not said' : String(value)}${turns && `  ${turns}`}`);
  }
  out.write('\n');
}

/** Breaks a text into lines that begin below its first. */
function wrapped(text: string, indent: number): string {
  const lines: string[] = [''];
  for (const word of text.split(/\s+/)) {
    const last = lines.length - 1;
    const line = lines[last] ?? '';
    if (line !== '' && indent + line.length + word.length + 1 > WIDTH) lines.push(word);
    else lines[last] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join(`\n${' '.repeat(indent)}`);
}
