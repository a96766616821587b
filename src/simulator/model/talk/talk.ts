import type { Message } from '../chat-request';
import { isQuestion, sentencesOf, shared, stemsOf } from '../words';
import { answersSomething, hear } from './hear';
import type { Question, Task } from './task';

/** From this share of its words on, a question counts as put. One that was cut off does not. */
const SAID_ENOUGH = 0.75;

/** Where a talk stands. */
export interface Talk {
  /** Questions of the task that were put. */
  readonly asked: ReadonlySet<Question>;
  /** Those of them that were answered. */
  readonly answered: ReadonlySet<Question>;
  /** The last one put, as long as it has no answer. */
  readonly pending: Question | null;
  /** What the person said that has no whole answer; empty if nothing. */
  readonly heard: string;
  readonly opening: string;
  readonly lastSaid: string;
  /** Messages so far, for variety. */
  readonly length: number;
  /** Names of the tools that were called. */
  readonly called: ReadonlySet<string>;
  /** What a tool has just answered. */
  readonly toolAnswer: { readonly name: string; readonly text: string } | null;
}

export function readTalk(messages: readonly Message[], task: Task): Talk {
  const asked = new Set<Question>();
  const answered = new Set<Question>();
  let pending: Question | null = null;
  let heard: string[] = [];
  let before: string[] = [];
  let beside = false;

  for (const { role, text } of messages) {
    if (role === 'assistant' && text) {
      before = heard;
      heard = [];
      for (const question of questionsPut(text, task)) {
        asked.add(question);
        pending = question;
      }
    }
    if (role === 'user' && text) {
      heard.push(text);
      const answers = pending !== null && !beside && answersSomething(text);
      if (pending && answers) answered.add(pending);
      if (answers) pending = null;
      // Who has one more thing to say says it next, and answers the question later.
      beside = hear(text) === 'one-more-thing';
    }
  }

  const spoken = messages.filter(({ role, text }) => role === 'assistant' && text);
  const lastSaid = spoken.at(-1)?.text ?? '';
  const calls = messages.flatMap((message) => message.calls);
  const last = messages.at(-1);
  const toolName = calls.find(({ id }) => id === last?.toolCallId)?.name ?? '';
  return {
    asked,
    answered,
    pending,
    heard: (heard.length === 0 && wasCutOff(lastSaid) ? before : heard).join(' '),
    opening: spoken[0]?.text ?? '',
    lastSaid,
    length: messages.length,
    called: new Set(calls.map(({ name }) => name)),
    toolAnswer: last?.role === 'tool' ? { name: toolName, text: last.text } : null,
  };
}

/** Whether words of the agent end in the middle of a sentence. */
export function wasCutOff(words: string): boolean {
  return words !== '' && !/[.!?…]["”“»]?$/.test(words.trim());
}

function questionsPut(text: string, task: Task): Question[] {
  const put = sentencesOf(text).filter(isQuestion).map(stemsOf);
  return task.questions.filter(({ stems }) => put.some((said) => shared(stems, said) >= SAID_ENOUGH * stems.size));
}
