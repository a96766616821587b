import { wordsOf } from '../calls/speaking';
import type { Topic, Vocabulary } from './words/vocabulary';

export interface Meaning {
  readonly topic: Topic;
  /** What it is about: the choice preferred, the key to press; else empty. */
  readonly subject: string;
  /** By which name the agent calls the person, if it does. */
  readonly addressee?: string;
}

/** What somebody makes of the agent's words: the last question counts, or else what is said as a whole. */
export function understand(heard: string, words: Vocabulary): Meaning {
  const addressee = words.addressee.exec(heard)?.[1];
  const meaning = (topic: Topic, subject = ''): Meaning => ({ topic, subject, addressee });
  const question = heard
    .match(/[^.!?]*\?/g)
    ?.at(-1)
    ?.trim();
  const key = words.press.exec(heard)?.[1]?.toLowerCase();
  if (key !== undefined) return meaning('press', words.keys[key] ?? key);
  if (question === undefined && words.farewell.test(heard)) return meaning('farewell');
  const asked = question ?? heard;
  const topic = words.topics.find(([, pattern]) => pattern.test(asked))?.[0];
  if (topic !== undefined) return meaning(topic);
  if (question === undefined) return meaning('statement');
  const choice = choiceIn(question, words);
  if (choice !== undefined) return meaning('choice', choice);
  return meaning(words.yesNo.test(question) ? 'yesNo' : 'open');
}

/** "Do you prefer mornings or afternoons?": as many words before the "or" as behind it, of which the shorter is taken. */
function choiceIn(question: string, { or, filler }: Vocabulary): string | undefined {
  const [before, after] = question.replace(/\?$/, '').split(or).slice(-2);
  if (before === undefined || after === undefined) return undefined;
  const second = after.trim().replace(filler, '');
  const length = wordsOf(second).length;
  if (length < 1 || length > 4) return undefined;
  const first = wordsOf(before).slice(-length).join(' ').replace(filler, '');
  return first !== '' && first.length <= second.length ? first : second;
}
