import { isQuestion, sentencesOf } from '../words';

/** What the person wants with what they said. */
export type Intent =
  | 'voicemail'
  | 'keypad-menu'
  | 'stop-calling'
  | 'wrong-number'
  | 'not-interested'
  | 'call-later'
  | 'human'
  | 'robot'
  | 'order'
  | 'wait'
  | 'one-more-thing'
  | 'repeat'
  | 'who'
  | 'goodbye'
  | 'question'
  | 'greeting'
  | 'statement';

/** The first that fits decides. */
const SIGNS: readonly (readonly [Intent, RegExp])[] = [
  [
    'voicemail',
    /\bleave (?:us |me )?(?:a |your )?(?:short )?message\b|\b(?:after|at) the (?:tone|beep)\b|\bnach dem (?:signal)?ton\b|\bnach dem piep/,
  ],
  ['keypad-menu', /\bpress (?:\d|zero|one|two|three|four|five|six|seven|eight|nine|star|pound)\b|\bdrücken sie\b/],
  [
    'stop-calling',
    /\bstop calling\b|\b(?:do not|don't|never) call (?:me|us|here|this number|again)\b|\b(?:remove|take) me (?:from|off)\b|\brufen sie (?:mich |hier )?(?:nicht mehr|nie wieder)\b/,
  ],
  [
    'wrong-number',
    /\bwrong (?:number|person)\b|\bno ?(?:one|body) (?:here )?(?:by|with|of) that name\b|\bfalsche nummer\b|\bverwählt\b|\bfalsch verbunden\b/,
  ],
  ['not-interested', /\bnot (?:really )?interested\b|\bno interest\b|\bkein interesse\b|\bnicht interessiert\b/],
  [
    'call-later',
    /\bcall (?:me )?(?:back |again )?(?:later|tomorrow|another time|next week|some other time)\b|\bcall (?:me )?back\b|\b(?:bad|not a good) time\b|\bi(?: a|')?m (?:busy|driving|in a meeting)\b|\b(?:später|morgen) (?:noch ?mal |wieder )?an(?:rufen)?\b|\bkeine zeit\b|\bpasst (?:es )?(?:mir )?gerade nicht\b/,
  ],
  [
    'human',
    /\b(?:speak|talk|connect me|put me through|transfer me)\b.*\b(?:human|person|someone|somebody|representative|operator|manager|colleague)\b|\btransfer me\b|\bput me through\b|\bmit (?:einem menschen|einem mitarbeiter|jemandem)\b|\bverbinden sie mich\b|\bstellen sie mich (?:bitte )?durch\b/,
  ],
  [
    'robot',
    /\bare you (?:a |an )?(?:real|robot|machine|ai|bot|computer|human)\b|\bsind sie (?:ein |eine )?(?:roboter|maschine|ki|computer|mensch)/,
  ],
  [
    'order',
    /\bignore (?:all|any|your|the|previous)\b|\b(?:your|new) (?:instructions?|system prompt)\b|\bsystem prompt\b|\byou are now\b|\bpretend (?:to be|you)\b|\bignorier\w* \b|\bvergiss (?:alle|deine)\b/,
  ],
  [
    'who',
    /\bwho (?:is this|is there|is calling|are you|am i (?:speaking|talking)|'s (?:this|calling))\b|\bwhat (?:is|'s) this (?:about|regarding)\b|\bwhy are you calling\b|\bwer (?:sind sie|ist da|spricht)\b|\bwoher rufen sie\b|\bworum geht\b/,
  ],
  [
    'one-more-thing',
    /\bone more (?:thing|question)\b|\bsomething else\b|\bbefore you (?:go|hang up)\b|\bnoch (?:etwas|was|eine (?:frage|sache))\b/,
  ],
  [
    'wait',
    /^(?:\w+[,.]? )?(?:please )?(?:wait|hold on|hang on|(?:just )?(?:one|a) (?:moment|second|minute|sec))\b|\bwarten sie\b|\b(?:einen|kleinen) (?:moment|augenblick)\b|^moment\b/,
  ],
  [
    'repeat',
    /^(?:i'm )?(?:sorry|pardon|excuse me|come again|huh|what|what was that|wie bitte|entschuldigung|bitte)(?: me)?\W*$|\b(?:repeat|say) (?:that|it)\b|\bsay again\b|\b(?:did not|didn't|could not|couldn't|can't|cannot|can not) (?:quite )?(?:hear|catch|understand)\b|\bare you (?:still )?there\b|\bis (?:any|some)(?:body|one) there\b|\bsind sie noch da\b|\bist da jemand\b|\bhöre sie nicht\b|\bnicht verstanden\b|\bwiederholen\b/,
  ],
  [
    'goodbye',
    /\b(?:good ?bye|bye|have a (?:nice|good|great) (?:day|one|evening)|tschüss|auf wieder(?:hören|sehen)|ciao)\b/,
  ],
  [
    'greeting',
    /^(?:yes|ja)?\W*(?:hello|hi|hey|good (?:morning|afternoon|evening)|hallo|guten (?:tag|morgen|abend))\W*(?:\w+ speaking|this is \w+(?: \w+)?|speaking|\w+)?\W*$|^(?:[\w ]{1,30} speaking|speaking)\W*$/,
  ],
];

const BEGINS_A_QUESTION =
  /^(?:(?:and|but|so|well|okay|ok|und|aber)[, ]+)?(?:what|when|where|who|why|how|was|wann|wo|wer|warum|wie|welche[rsn]?)\b/;

export function hear(text: string): Intent {
  const words = text.toLowerCase().replaceAll('’', "'").trim();
  const sign = SIGNS.find(([, pattern]) => pattern.test(words));
  if (sign) return sign[0];
  return questionOf(words) ? 'question' : 'statement';
}

/** The last question in what was said. Transcripts do not always have question marks. */
export function questionOf(text: string): string | null {
  const isOne = (sentence: string) =>
    isQuestion(sentence) || (BEGINS_A_QUESTION.test(sentence.toLowerCase()) && !/[.!]$/.test(sentence));
  return sentencesOf(text).findLast(isOne) ?? null;
}

/** Whether something was said that can be an answer: a statement, or one beside a question. */
export function answersSomething(text: string): boolean {
  const intent = hear(text);
  if (intent === 'statement') return true;
  return intent === 'question' && sentencesOf(text).some((sentence) => questionOf(sentence) === null);
}
