import { stemsOf } from '../words';
import type { Task } from './task';

/** Sentences that tell the agent what to do are not for the person's ears. */
const INSTRUCTION =
  /^(?:please |then |bitte )?(?:ask|use|call|say|tell|do not|don't|never|always|be|if|when|once|after|you|your|offer|confirm|make|keep|find|try|thank|end|look|remember|speak|answer|frag\w*|sag\w*|nutze|verwende|sei|wenn|falls|sobald|du|sie|bestätige|beantworte|rufe?|sprich)\b|\btool\b|:$/i;
/** How much of a question a sentence has to share to be its answer. */
const ENOUGH = 1 / 3;

/** The sentence of the task that answers a question of the person best; null if none does. Rare words count for more. */
export function answerFromTask(question: string, task: Task): string | null {
  const wanted = stemsOf(question);
  const facts = task.statements.filter(({ text }) => !INSTRUCTION.test(text));
  const steps = [...task.statements, ...task.questions];
  const weight = (word: string) => 1 / steps.filter(({ stems }) => stems.has(word)).length;
  let best = { text: null as string | null, weight: 0 };
  for (const { text, stems } of facts) {
    const hits = [...wanted].filter((word) => stems.has(word));
    const total = hits.reduce((sum, word) => sum + weight(word), 0);
    if (total > best.weight && hits.length >= wanted.size * ENOUGH) best = { text, weight: total };
  }
  return best.text;
}
