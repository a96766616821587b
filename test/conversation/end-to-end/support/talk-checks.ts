import type { TroubledCall, TroubledServer } from '../../../support/carrier-of-its-own';
import type { CarriedSession } from '../../../support/dialled';
import { type EndedCall, expectCharged } from '../../../support/fault-checks';

/** A turn as REST shows it. */
export interface ShownTurn {
  index: number;
  role: 'agent' | 'contact';
  text: string;
  offsetMs: number;
  interrupted: boolean;
}

/** A talk that is over, from both ends of the line. */
export interface FinishedTalk {
  ended: EndedCall;
  turns: ShownTurn[];
  sessions: CarriedSession[];
  /** What the person heard and said, in all connections. */
  said: CarriedSession['said'];
}

/** Places a call, waits until it is over, and checks its money and its transcript. */
export async function liveThrough(
  troubled: TroubledServer,
  call: TroubledCall,
  { request = {}, seconds = 30, charged }: { request?: object; seconds?: number; charged?: number } = {},
): Promise<FinishedTalk> {
  const { status, body } = await call.place(request);
  expect(status).toBe(200);
  return finished(troubled, call, body.data.call.id, { seconds, charged });
}

/** Waits until a call is over, and checks its money and its transcript. */
export async function finished(
  troubled: TroubledServer,
  call: TroubledCall,
  id: string,
  { seconds = 30, charged }: { seconds?: number; charged?: number } = {},
): Promise<FinishedTalk> {
  const ended = await call.rest.untilEnded(id, seconds);
  await expectCharged(troubled.server, call, ended, charged);
  const [carried] = await call.dialled();
  const sessions = carried?.sessions ?? [];
  return { ended, turns: await contiguousTurns(call.rest, id), sessions, said: sessions.flatMap(({ said }) => said) };
}

/** The turns of a call, which are numbered without gaps. What one side says comes in the order of its time; sides may overlap. */
export async function contiguousTurns(rest: TroubledCall['rest'], id: string): Promise<ShownTurn[]> {
  const { turns } = (await rest.get(`/calls/${id}/transcript`)).body.data as { turns: ShownTurn[] };
  expect(turns.map(({ index }) => index)).toEqual(turns.map((_, index) => index));
  for (const side of ['agent', 'contact']) {
    const offsets = turns.filter(({ role }) => role === side).map(({ offsetMs }) => offsetMs);
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
  }
  return turns;
}

/** How often the agent said something. */
export function timesSaid(turns: readonly ShownTurn[], words: string): number {
  return turns.filter(({ role, text }) => role === 'agent' && text.includes(words)).length;
}
