import type { Message } from '../chat-request';
import { isQuestion, sentencesOf, stemsOf } from '../words';
import { type Language, languageOf } from './language';

/** Something to find out. `at` is its place in the task. */
export interface Question {
  readonly at: number;
  readonly text: string;
  readonly stems: ReadonlySet<string>;
}

/** Any other sentence of the task. */
export interface Statement {
  readonly at: number;
  readonly text: string;
  readonly stems: ReadonlySet<string>;
}

/** What the system message wants. */
export interface Task {
  readonly language: Language;
  readonly questions: readonly Question[];
  readonly statements: readonly Statement[];
  readonly goal: string | null;
  /** Who the agent is: `Mia, the receptionist of …`. */
  readonly speaker: string | null;
  /** Of the person on the line. */
  readonly name: string | null;
}

const HEADINGS = /^# (Task|Goal|Who you are calling|What you remember[^\n]*|Now)[ \t]*$/m;
const LIST_ITEM = /^(?:[-*•]|\d{1,2}[.)])\s+(.+)$/;
const LIST_OF_QUESTIONS = /\b(?:ask|questions?|find out|frag\w*|finde\w* heraus)\b[^.?!]*:$/i;
const INTRODUCTION = /^.*\b(?:ask|questions?|say|frag\w*|sag\w*)\b[^:?]*:\s*/i;
/** `Ask whether they want it.` `Finden Sie heraus, wann es passt.` */
const ORDERED_QUESTION =
  /^(?:please |then |first,? |bitte )?(?:ask|find out|check|frag\w*|finde\w*)(?: (?:them|sie|politely|the \w+))?(?: heraus)?,? ((?:whether|if|when|what|which|how|where|why|who|ob|wann|was|welche\w*|wie|wo|warum|wer)\b[^?]*)$/i;
const WHAT_FOLLOWS = /,? (?:and |und )?(?:then|thank|say|end|dann)\b.*$/i;
const CLAUSE = /^(?:ob|wann|was|welche\w*|wie|wo|warum|wer)\b/i;
/** `You are Mia, the receptionist of the surgery.`, but not `You are calling …` and not `You are polite.` */
const SPEAKER = /^(?:You are|Du bist|Sie sind) ((?:(?:an?|the|eine?|der|die) |\p{Lu}).*?)[.!]?$/u;
const QUOTED_QUESTION = /["“„«»]([^"“”„«»]+\?)["”“»]*$/;

export function readTask(messages: readonly Message[]): Task {
  const system = messages.filter(({ role }) => role === 'system').map(({ text }) => text);
  const sections = readSections(system.join('\n\n'));
  const text = sections.get('Task') ?? system.join('\n\n');
  const language = languageOf(text);
  const steps = readSteps(text, language);
  return {
    language,
    ...steps,
    speaker: steps.statements.flatMap((statement) => SPEAKER.exec(statement.text)?.[1] ?? [])[0] ?? null,
    goal: sections.get('Goal') ?? null,
    name: /^Name:\s*(.+)$/m.exec(sections.get('Who you are calling') ?? '')?.[1]?.trim() ?? null,
  };
}

/** The text below each heading; the first of several alike. */
function readSections(text: string): Map<string, string> {
  const [, ...parts] = text.split(HEADINGS);
  const sections = new Map<string, string>();
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [heading = '', content = ''] = parts.slice(at, at + 2);
    if (!sections.has(heading)) sections.set(heading, content.trim());
  }
  return sections;
}

function readSteps(text: string, language: Language): Pick<Task, 'questions' | 'statements'> {
  const questions: Question[] = [];
  const statements: Statement[] = [];
  let at = 0;
  const add = (list: Statement[], words: string): void => {
    at += 1;
    if (!list.some((known) => known.text === words)) list.push({ at, text: words, stems: stemsOf(words) });
  };

  let listing = false;
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    if (line === '') continue;
    const item = LIST_ITEM.exec(line)?.[1];
    if (item && listing) {
      add(questions, asQuestion(item, language));
      continue;
    }
    listing = LIST_OF_QUESTIONS.test(line);
    for (const sentence of sentencesOf(item ?? line)) {
      const question = questionIn(sentence, language);
      add(question ? questions : statements, question ?? sentence);
    }
  }
  return { questions, statements };
}

/** The question that a sentence is, orders to be put (`Ask whether they …`) or, in quotes or after a colon, holds. */
function questionIn(sentence: string, language: Language): string | null {
  const ordered = ORDERED_QUESTION.exec(sentence)?.[1];
  if (ordered) return asQuestion(ordered.replace(WHAT_FOLLOWS, ''), language);
  if (!isQuestion(sentence)) return null;
  return QUOTED_QUESTION.exec(sentence)?.[1] ?? sentence.replace(INTRODUCTION, '');
}

/** An item such as `whether they still want it` or `the preferred day`, as one would ask a person. */
function asQuestion(item: string, language: Language): string {
  const words = item.replace(/[.;,]+$/, '');
  if (isQuestion(words)) return questionIn(words, language) ?? words;
  if (language === 'de') {
    const toYou = words.replace(/\bsie\b/g, 'Sie').replace(/\bihr(\w*)\b/g, 'Ihr$1');
    return CLAUSE.test(words) ? `Können Sie mir sagen, ${toYou}?` : `Können Sie mir etwas dazu sagen: ${toYou}?`;
  }
  const toYou = words
    .replace(/\btheir\b/gi, 'your')
    .replace(/\bthey are\b/gi, 'you are')
    .replace(/\b(?:they|them)\b/gi, 'you');
  return `Could you tell me ${toYou.charAt(0).toLowerCase()}${toYou.slice(1)}?`;
}
