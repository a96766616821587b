import { type Answer, callTool, say } from '../answer';
import type { ChatRequest, Message, Tool } from '../chat-request';
import { choose, isQuestion, sentencesOf } from '../words';
import { answerFromTask } from './facts';
import { hear, type Intent, questionOf } from './hear';
import { keyFor } from './keypad';
import { moodOf } from './mood';
import { PHRASES, type Phrases } from './phrases';
import { readTalk, type Talk, wasCutOff } from './talk';
import { type Question, readTask, type Task } from './task';
import { callWithArguments, dueTool, inWords, transferTo } from './tools';

/** All that an answer follows from. */
interface Scene {
  readonly task: Task;
  readonly talk: Talk;
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  readonly phrases: Phrases;
}

/** The next turn of a talk by phone: the task's questions one by one, and a reaction to what was said. */
export function converse({ messages, tools }: ChatRequest): Answer {
  const task = readTask(messages);
  const talk = readTalk(messages, task);
  const scene = { task, talk, messages, tools, phrases: PHRASES[task.language] };
  if (talk.toolAnswer) return afterTool(scene, talk.toolAnswer);
  return REACTIONS[talk.heard ? hear(talk.heard) : 'greeting'](scene);
}

const REACTIONS: Readonly<Record<Intent, (scene: Scene) => Answer>> = {
  voicemail: (scene) => {
    const tool = offered(scene, 'leave_voicemail');
    return tool ? say('', callTool(tool.name)) : goodbye(scene, '');
  },
  'keypad-menu': (scene) => {
    const { task, talk, phrases } = scene;
    const about = [task.goal ?? '', ...task.statements.map(({ text }) => text)].join(' ');
    const tool = offered(scene, 'send_digits');
    return tool ? say('', callTool(tool.name, { digits: keyFor(talk.heard, about) })) : goodbye(scene, phrases.bye(''));
  },
  'stop-calling': (scene) => goodbye(scene, scene.phrases.stop),
  'wrong-number': (scene) => goodbye(scene, scene.phrases.wrongNumber),
  'not-interested': (scene) => goodbye(scene, scene.phrases.notInterested),
  'call-later': (scene) => goodbye(scene, scene.phrases.later),
  goodbye: (scene) => goodbye(scene, scene.phrases.bye(namely(scene))),
  human: (scene) => {
    const { talk, phrases } = scene;
    const tool = offered(scene, 'transfer_call');
    return tool ? say(phrases.connecting, transferTo(tool, talk.heard)) : backToTask(scene, phrases.cannotConnect);
  },
  robot: (scene) => backToTask(scene, scene.phrases.machine),
  order: (scene) => backToTask(scene, scene.phrases.stayWithReason),
  wait: ({ phrases }) => say(phrases.takeYourTime),
  'one-more-thing': ({ phrases }) => say(phrases.whatIsIt),
  repeat: (scene) => {
    const { talk, phrases } = scene;
    const last = talk.lastSaid.replace(`${phrases.again} `, '');
    return talk.pending || wasCutOff(last) ? backToTask(scene, phrases.again) : say(joined(phrases.again, last));
  },
  who: (scene) => {
    const { task, talk, phrases } = scene;
    const introduction = sentencesOf(talk.opening).filter((sentence) => !isQuestion(sentence) && !wasCutOff(sentence));
    return backToTask(
      scene,
      introduction.join(' ') || (task.speaker ? phrases.thisIs(task.speaker) : reasonOf(task, phrases)),
    );
  },
  question: (scene) => {
    const { task, talk, phrases } = scene;
    const tool = dueToolCall(scene, '');
    return tool ?? backToTask(scene, answerFromTask(questionOf(talk.heard) ?? talk.heard, task) ?? phrases.passOn);
  },
  greeting: (scene) => {
    const { task, talk, phrases } = scene;
    const question = nextQuestion(scene);
    const hello = talk.opening ? '' : phrases.hello;
    if (question) return say(joined(hello, question.text));
    if (task.questions.length > 0) return backToTask(scene, hello);
    return say(joined(hello, reasonOf(task, phrases), phrases.fits));
  },
  statement: (scene) => {
    const { talk, phrases } = scene;
    const mood = moodOf(talk.heard);
    const offeredMore = talk.lastSaid.includes(phrases.anythingElse);
    if (offeredMore && mood === 'yes') return say(phrases.whatIsIt);
    const acknowledgement = choose(phrases.acknowledge[mood], `${talk.heard}${talk.length}`);
    const tool = dueToolCall(scene, acknowledgement);
    if (tool) return tool;
    const question = nextQuestion(scene);
    if (question) return say(joined(acknowledgement, question.text));
    return goodbye(scene, offeredMore ? phrases.bye(namely(scene)) : phrases.done(namely(scene)));
  },
};

function afterTool(scene: Scene, { name, text }: { name: string; text: string }): Answer {
  const { phrases } = scene;
  if (name === 'send_digits') return say('');
  if (name === 'transfer_call') return backToTask(scene, phrases.notConnected);
  if (name === 'end_call' || name === 'leave_voicemail') return goodbye(scene, phrases.bye(namely(scene)));
  const result = inWords(text);
  return backToTask(scene, result === null ? phrases.lookUpFailed : phrases.lookedUp(result));
}

/** Says something and goes on where the talk was. */
function backToTask(scene: Scene, text: string): Answer {
  return say(joined(text, nextQuestion(scene)?.text ?? scene.phrases.anythingElse));
}

function nextQuestion({ task, talk }: Scene): Question | null {
  return talk.pending ?? task.questions.find((question) => !talk.asked.has(question)) ?? null;
}

function dueToolCall({ tools, task, talk, messages, phrases }: Scene, before: string): Answer | null {
  const tool = dueTool(tools, task, talk, messages);
  return tool && say(joined(before, phrases.lookingUp), callWithArguments(tool, messages, task.name));
}

function goodbye(scene: Scene, text: string): Answer {
  const tool = offered(scene, 'end_call');
  return tool ? say(text, callTool(tool.name)) : say(text);
}

function offered({ tools }: Scene, name: string): Tool | undefined {
  return tools.find((tool) => tool.name === name);
}

function namely({ task }: Scene): string {
  return task.name ? `, ${task.name}` : '';
}

function reasonOf({ goal, statements }: Task, phrases: Phrases): string {
  const reason = goal ?? statements[0]?.text;
  return reason ? phrases.reason(reason) : '';
}

function joined(...parts: string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
