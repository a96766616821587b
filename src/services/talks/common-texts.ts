/** What an agent says by rule, in the words that it has unless its settings give others. None is a template. */
export interface CommonTexts {
  /** Asked when nobody speaks. */
  nudge: string;
  /** Before it ends a call on which nobody speaks. */
  silenceGoodbye: string;
  /** Said some time before the time limit. */
  warning: string;
  timeLimitGoodbye: string;
  /** Said when something is broken, before the end. */
  apology: string;
  /** Said where an answer broke off and begins anew. */
  sorry: string;
  /** Said where the model has no answer. */
  again: string;
  /** Said after a lost connection that cut the agent off. */
  cutOff: string;
  /** Said after a transfer that reached nobody; the talk goes on. */
  notConnected: string;
  /** The same, where the talk cannot go on. */
  notConnectedGoodbye: string;
}

export const ENGLISH: CommonTexts = {
  nudge: 'Are you still there?',
  silenceGoodbye: 'I cannot hear you, so I will end the call. Goodbye.',
  warning: 'We have about half a minute left.',
  timeLimitGoodbye: 'Our time is up. Thank you, and goodbye.',
  apology: 'I am sorry, I have technical difficulties. We will call you again. Goodbye.',
  sorry: 'Sorry.',
  again: 'Could you say that again?',
  cutOff: 'Sorry, we were cut off.',
  notConnected: 'I am sorry, I could not reach anybody there. Can I help you with anything else?',
  notConnectedGoodbye: 'I am sorry, nobody can be reached at the moment. Thank you, and goodbye.',
};

const SPANISH: CommonTexts = {
  nudge: '¿Sigue usted ahí?',
  silenceGoodbye: 'No le oigo, así que voy a terminar la llamada. Adiós.',
  warning: 'Nos queda aproximadamente medio minuto.',
  timeLimitGoodbye: 'Se nos ha acabado el tiempo. Muchas gracias y adiós.',
  apology: 'Lo siento, tengo problemas técnicos. Le volveremos a llamar. Adiós.',
  sorry: 'Perdón.',
  again: '¿Podría repetirlo, por favor?',
  cutOff: 'Perdón, se ha cortado la comunicación.',
  notConnected: 'Lo siento, no he podido localizar a nadie. ¿Puedo ayudarle en algo más?',
  notConnectedGoodbye: 'Lo siento, en este momento no se puede localizar a nadie. Muchas gracias y adiós.',
};

const FRENCH: CommonTexts = {
  nudge: 'Êtes-vous toujours là ?',
  silenceGoodbye: 'Je ne vous entends pas, je vais donc mettre fin à l’appel. Au revoir.',
  warning: 'Il nous reste environ une demi-minute.',
  timeLimitGoodbye: 'Notre temps est écoulé. Merci et au revoir.',
  apology: 'Veuillez m’excuser, je rencontre des difficultés techniques. Nous vous rappellerons. Au revoir.',
  sorry: 'Pardon.',
  again: 'Pourriez-vous répéter, s’il vous plaît ?',
  cutOff: 'Veuillez m’excuser, nous avons été coupés.',
  notConnected: 'Veuillez m’excuser, je n’ai pu joindre personne. Puis-je vous aider autrement ?',
  notConnectedGoodbye: 'Veuillez m’excuser, personne n’est joignable pour le moment. Merci et au revoir.',
};

const GERMAN: CommonTexts = {
  nudge: 'Sind Sie noch da?',
  silenceGoodbye: 'Ich kann Sie nicht hören und beende daher das Gespräch. Auf Wiederhören.',
  warning: 'Wir haben noch etwa eine halbe Minute.',
  timeLimitGoodbye: 'Unsere Zeit ist leider um. Vielen Dank und auf Wiederhören.',
  apology: 'Es tut mir leid, ich habe technische Schwierigkeiten. Wir rufen Sie noch einmal an. Auf Wiederhören.',
  sorry: 'Entschuldigung.',
  again: 'Könnten Sie das bitte wiederholen?',
  cutOff: 'Entschuldigung, wir wurden unterbrochen.',
  notConnected: 'Es tut mir leid, ich konnte dort niemanden erreichen. Kann ich Ihnen sonst noch helfen?',
  notConnectedGoodbye: 'Es tut mir leid, im Moment ist niemand zu erreichen. Vielen Dank und auf Wiederhören.',
};

const PORTUGUESE: CommonTexts = {
  nudge: 'Ainda está aí?',
  silenceGoodbye: 'Não ouço nada, por isso vou encerrar a chamada. Até logo.',
  warning: 'Temos cerca de meio minuto.',
  timeLimitGoodbye: 'O nosso tempo acabou. Agradeço a sua atenção. Até logo.',
  apology: 'Peço desculpa, estou com problemas técnicos. Voltaremos a ligar. Até logo.',
  sorry: 'Desculpe.',
  again: 'Pode repetir, por favor?',
  cutOff: 'Desculpe, a ligação caiu.',
  notConnected: 'Desculpe, não consegui falar com ninguém. Posso ajudar em mais alguma coisa?',
  notConnectedGoodbye: 'Desculpe, neste momento não é possível falar com ninguém. Agradeço a sua atenção. Até logo.',
};

const ITALIAN: CommonTexts = {
  nudge: 'È ancora in linea?',
  silenceGoodbye: 'Non La sento, quindi termino la chiamata. Arrivederci.',
  warning: 'Ci resta circa mezzo minuto.',
  timeLimitGoodbye: 'Il nostro tempo è finito. Grazie e arrivederci.',
  apology: 'Mi scusi, ho dei problemi tecnici. La richiameremo. Arrivederci.',
  sorry: 'Mi scusi.',
  again: 'Può ripetere, per favore?',
  cutOff: 'Mi scusi, è caduta la linea.',
  notConnected: 'Mi dispiace, non ho trovato nessuno. Posso aiutarLa in altro modo?',
  notConnectedGoodbye: 'Mi dispiace, al momento non è raggiungibile nessuno. Grazie e arrivederci.',
};

const DUTCH: CommonTexts = {
  nudge: 'Bent u er nog?',
  silenceGoodbye: 'Ik kan u niet horen en beëindig daarom het gesprek. Tot ziens.',
  warning: 'We hebben nog ongeveer een halve minuut.',
  timeLimitGoodbye: 'Onze tijd is om. Dank u wel en tot ziens.',
  apology: 'Het spijt me, ik heb technische problemen. We bellen u terug. Tot ziens.',
  sorry: 'Sorry.',
  again: 'Kunt u dat herhalen, alstublieft?',
  cutOff: 'Sorry, de verbinding werd verbroken.',
  notConnected: 'Het spijt me, ik kon daar niemand bereiken. Kan ik u nog ergens anders mee helpen?',
  notConnectedGoodbye: 'Het spijt me, er is op dit moment niemand bereikbaar. Dank u wel en tot ziens.',
};

const LANGUAGES: ReadonlyMap<string, CommonTexts> = new Map([
  ['en', ENGLISH],
  ['es', SPANISH],
  ['fr', FRENCH],
  ['de', GERMAN],
  ['pt', PORTUGUESE],
  ['it', ITALIAN],
  ['nl', DUTCH],
]);

/** The common texts of a language, of whatever region; English where there are none. @param tag BCP 47 */
export function commonTexts(tag: string): CommonTexts {
  return LANGUAGES.get(tag.split(/[-_]/, 1)[0]?.toLowerCase() ?? '') ?? ENGLISH;
}
