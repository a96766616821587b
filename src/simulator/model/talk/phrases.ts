import type { Language } from './language';
import type { Mood } from './mood';

type Choice = readonly [string, ...string[]];

/** What is said between the task's own words. */
export interface Phrases {
  readonly acknowledge: Readonly<Record<Mood, Choice>>;
  readonly hello: string;
  readonly reason: (task: string) => string;
  readonly thisIs: (speaker: string) => string;
  readonly fits: string;
  readonly anythingElse: string;
  readonly whatIsIt: string;
  readonly takeYourTime: string;
  readonly passOn: string;
  readonly stayWithReason: string;
  readonly machine: string;
  readonly again: string;
  readonly connecting: string;
  readonly notConnected: string;
  readonly cannotConnect: string;
  readonly lookedUp: (result: string) => string;
  readonly lookUpFailed: string;
  readonly lookingUp: string;
  readonly done: (name: string) => string;
  readonly notInterested: string;
  readonly wrongNumber: string;
  readonly later: string;
  readonly stop: string;
  readonly bye: (name: string) => string;
}

const ENGLISH: Phrases = {
  acknowledge: {
    yes: ['Great.', 'Good.', 'Wonderful.'],
    no: ['I see.', 'All right.', 'Understood.'],
    unsure: ['No problem.', 'That is fine.'],
    bad: ['I am sorry to hear that.'],
    thanks: ['You are welcome.'],
    fact: ['Thank you, I have noted that.', 'Noted, thank you.', 'Very good.'],
    other: ['Thank you.', 'I see.', 'All right.', 'Got it.'],
  },
  hello: 'Hello.',
  reason: (task) => `I am calling about this: ${task}`,
  thisIs: (speaker) => `This is ${speaker}.`,
  fits: 'Is that all right with you?',
  anythingElse: 'Is there anything else you would like to know?',
  whatIsIt: 'Of course. What is it?',
  takeYourTime: 'Of course, take your time.',
  passOn: 'I do not know that myself, but I will pass your question on.',
  stayWithReason: 'I would like to stay with the reason for my call.',
  machine: 'I am an automated assistant.',
  again: 'Of course.',
  connecting: 'Certainly, I will connect you now.',
  notConnected: 'I am sorry, I could not connect you.',
  cannotConnect: 'I am sorry, I cannot connect you from here, but I will let my colleagues know that you asked.',
  lookedUp: (result) => `I have looked that up: ${result}.`,
  lookUpFailed: 'I am sorry, I could not look that up right now.',
  lookingUp: 'Let me look that up.',
  done: (name) => `Thank you${name}, that is all I wanted to know. Goodbye.`,
  notInterested: 'I understand. Thank you for your time. Goodbye.',
  wrongNumber: 'I am sorry, I must have the wrong number. Goodbye.',
  later: 'Of course, we will call you again another time. Goodbye.',
  stop: 'I am sorry to have disturbed you. I will note that we should not call you again. Goodbye.',
  bye: (name) => `Thank you for your time${name}. Goodbye.`,
};

const GERMAN: Phrases = {
  acknowledge: {
    yes: ['Sehr gut.', 'Wunderbar.', 'Gut.'],
    no: ['Verstehe.', 'In Ordnung.', 'Alles klar.'],
    unsure: ['Kein Problem.', 'Das macht nichts.'],
    bad: ['Das tut mir leid.'],
    thanks: ['Gern geschehen.'],
    fact: ['Danke, das habe ich notiert.', 'Notiert, vielen Dank.'],
    other: ['Danke.', 'Verstehe.', 'Alles klar.'],
  },
  hello: 'Guten Tag.',
  reason: (task) => `Ich rufe aus diesem Grund an: ${task}`,
  thisIs: (speaker) => `Hier ist ${speaker}.`,
  fits: 'Passt Ihnen das?',
  anythingElse: 'Möchten Sie sonst noch etwas wissen?',
  whatIsIt: 'Natürlich. Worum geht es?',
  takeYourTime: 'Natürlich, lassen Sie sich Zeit.',
  passOn: 'Das weiß ich leider nicht, aber ich gebe Ihre Frage weiter.',
  stayWithReason: 'Ich möchte gern bei meinem Anliegen bleiben.',
  machine: 'Ich bin ein automatischer Assistent.',
  again: 'Gern.',
  connecting: 'Gern, ich verbinde Sie.',
  notConnected: 'Es tut mir leid, ich konnte Sie nicht verbinden.',
  cannotConnect: 'Es tut mir leid, ich kann Sie von hier aus nicht verbinden, gebe es aber weiter.',
  lookedUp: (result) => `Ich habe nachgesehen: ${result}.`,
  lookUpFailed: 'Es tut mir leid, das konnte ich gerade nicht nachsehen.',
  lookingUp: 'Ich sehe kurz nach.',
  done: (name) => `Vielen Dank${name}, das war alles. Auf Wiederhören.`,
  notInterested: 'Das verstehe ich. Vielen Dank für Ihre Zeit. Auf Wiederhören.',
  wrongNumber: 'Entschuldigung, dann bin ich falsch verbunden. Auf Wiederhören.',
  later: 'Natürlich, wir rufen ein anderes Mal an. Auf Wiederhören.',
  stop: 'Entschuldigen Sie die Störung. Ich notiere, dass wir Sie nicht mehr anrufen. Auf Wiederhören.',
  bye: (name) => `Vielen Dank für Ihre Zeit${name}. Auf Wiederhören.`,
};

export const PHRASES: Readonly<Record<Language, Phrases>> = { en: ENGLISH, de: GERMAN };
