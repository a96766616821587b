/** What kind of answer was given. */
export type Mood = 'yes' | 'no' | 'unsure' | 'bad' | 'thanks' | 'fact' | 'other';

const MOODS: readonly (readonly [Mood, RegExp])[] = [
  [
    'unsure',
    /\bnot sure\b|\b(?:do not|don't) know\b|\bmaybe\b|\bperhaps\b|\bvielleicht\b|\bweiß (?:ich )?nicht\b|\bnicht sicher\b/,
  ],
  [
    'bad',
    /\b(?:sick|ill|terrible|awful|angry|annoyed|upset|disappointed|problem with|broken|krank|schlecht|verärgert|enttäuscht|kaputt)\b/,
  ],
  ['thanks', /^(?:thank|thanks|danke)/],
  ['no', /^(?:oh |well |um )?(?:no|nope|nein|not|never|unfortunately|leider)\b/],
  [
    'yes',
    /^(?:oh |well |um )?(?:yes|yeah|yep|yup|sure|of course|certainly|definitely|correct|right|exactly|absolutely|ok|okay|i do|i am|ja|gern|gerne|natürlich|genau|klar|stimmt)\b/,
  ],
  [
    'fact',
    /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|morning|afternoon|evening|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|morgen|nachmittag|abend)\b/,
  ],
];

export function moodOf(text: string): Mood {
  const words = text.toLowerCase().replaceAll('’', "'").trim();
  return MOODS.find(([, pattern]) => pattern.test(words))?.[0] ?? 'other';
}
