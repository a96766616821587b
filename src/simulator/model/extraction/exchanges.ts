import { answersSomething } from '../talk/hear';
import { isQuestion, sentencesOf, stemsOf } from '../words';

/** A turn of a transcript. */
export interface Turn {
  readonly index: number;
  readonly agent: boolean;
  readonly text: string;
}

/** What was asked, and what the person said to it. */
export interface Exchange {
  readonly question: string;
  readonly stems: ReadonlySet<string>;
  readonly answer: string;
  /** Number of the turn that answers. */
  readonly index: number;
}

const LINE = /^\[(\d+)\]\s*(?:(\w+)\s*:)?\s*(.*)$/;
const AGENT = /^(?:agent|assistant)$/i;
/** Notes of a system or a tool are nobody's words. */
const NOBODY = /^(?:system|tool)$/i;

/** The turns of `[0] Agent: …` and `[1] Contact: …`, a line each. */
export function readTurns(text: string): Turn[] {
  const lines = text.split('\n').map((line) => LINE.exec(line.trim()));
  return lines.flatMap((line) => {
    const [, index, who = '', words = ''] = line ?? [];
    if (index === undefined || NOBODY.test(who)) return [];
    return [{ index: Number(index), agent: AGENT.test(who), text: words }];
  });
}

/** Each question of the agent with the first thing the person said to it that can be an answer. */
export function exchangesOf(turns: readonly Turn[]): Exchange[] {
  const exchanges: Exchange[] = [];
  let question: string | undefined;
  for (const { agent, text, index } of turns) {
    if (agent) {
      question = sentencesOf(text).findLast(isQuestion) ?? question;
    } else if (question !== undefined && answersSomething(text)) {
      exchanges.push({ question, stems: stemsOf(question), answer: text, index });
      question = undefined;
    }
  }
  return exchanges;
}
