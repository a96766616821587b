export type Language = 'en' | 'de';

const GERMAN =
  /\b(und|der|die|das|sie|ist|nicht|ein|eine|bitte|fragen|frage|mit|für|den|auf|ob|wann|welche\w*|ihr\w*)\b/gi;
const ENGLISH = /\b(the|and|you|is|to|a|an|of|for|ask|with|they|their|whether|when|what|which|if|do|does)\b/gi;

/** The language that a text is written in, by its small words. */
export function languageOf(text: string): Language {
  return (text.match(GERMAN)?.length ?? 0) > (text.match(ENGLISH)?.length ?? 0) ? 'de' : 'en';
}
