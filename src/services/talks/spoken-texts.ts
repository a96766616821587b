import type { AgentSettings } from '../agents/settings';
import { type CommonTexts, commonTexts, ENGLISH } from './common-texts';

/**
 * What an agent says by rule, as templates: its own texts where its settings have any, else those of its language. Settings
 * hold the English text where nobody gave another, so that one stands for the language's.
 */
export function spokenTexts(
  language: string,
  { silence, timeLimit, apology }: Pick<AgentSettings, 'silence' | 'timeLimit' | 'apology'>,
): CommonTexts {
  const common = commonTexts(language);
  const set = (own: string, name: keyof CommonTexts) => (own === ENGLISH[name] ? common[name] : own);
  return {
    ...common,
    nudge: set(silence.nudge, 'nudge'),
    silenceGoodbye: set(silence.goodbye, 'silenceGoodbye'),
    warning: set(timeLimit.warning, 'warning'),
    timeLimitGoodbye: set(timeLimit.goodbye, 'timeLimitGoodbye'),
    apology: set(apology, 'apology'),
  };
}
