import { inWords, parse } from './template';
import { findUses } from './variables-of';

/** What is wrong with a template, in words for its author: one message, with line and column, or none. */
export function checkTemplate(text: string): string[] {
  try {
    findUses(parse(text, 'ahead'), 'ahead');
    return [];
  } catch (error) {
    return [inWords(error)];
  }
}
