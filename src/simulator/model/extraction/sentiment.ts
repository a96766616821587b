const GOOD =
  /\b(?:great|good|wonderful|perfect|thanks|thank you|happy|glad|lovely|excellent|love|nice|fine|gern|gerne|danke|super|toll|freut|prima)\b/g;
const BAD =
  /\b(?:bad|terrible|awful|angry|annoyed|annoying|upset|disappointed|unhappy|hate|horrible|worst|frustrat\w+|not (?:really )?(?:good|happy|interested|satisfied)|complain\w*|stop calling|schlecht|ärger\w*|enttäuscht|furchtbar|unzufrieden|kein interesse)\b/g;

/** How the person felt, by their words. */
export function sentimentOf(said: string): 'POSITIVE' | 'NEGATIVE' | 'NEUTRAL' | 'MIXED' {
  const words = said.toLowerCase();
  const bad = words.match(BAD)?.length ?? 0;
  const good = words.replace(BAD, ' ').match(GOOD)?.length ?? 0;
  if (good === 0 && bad === 0) return 'NEUTRAL';
  if (good > 0 && bad > 0) return 'MIXED';
  return good > 0 ? 'POSITIVE' : 'NEGATIVE';
}
