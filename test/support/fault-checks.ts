import type { TroubledCall } from './carrier-of-its-own';
import { entriesOfCall, ledgerOf } from './ledger';
import type { TestServer } from './server';

const CREDITS = 50;

/** A call that is over, as REST shows it. */
export type EndedCall = Awaited<ReturnType<TroubledCall['rest']['untilEnded']>>;

/** Checks that a call that ended as it should was dialled once, and cost what the carrier says it lasted, unless told. */
export async function expectCharged(
  server: TestServer,
  call: TroubledCall,
  ended: EndedCall,
  charged = Math.ceil(ended.duration / 60),
): Promise<void> {
  expect(await call.dialled()).toEqual([
    expect.objectContaining({ sid: ended.callSid, status: 'completed', durationSeconds: ended.duration }),
  ]);
  expect(ended).toMatchObject({ status: 'COMPLETED', creditsUsed: charged });
  const { creditsReserved } = ended;
  expect(await entriesOfCall(server.pool, ended.id)).toEqual([
    `HOLD ${creditsReserved}`,
    ...(charged > 0 ? [`SETTLE ${charged}`] : []),
    ...(charged < creditsReserved ? [`RELEASE ${creditsReserved - charged}`] : []),
  ]);
  await expectNothingHeld(server, call, CREDITS - charged);
}

/** Checks that an account has this balance, and that no call of it goes on. */
export async function expectNothingHeld(server: TestServer, { account }: TroubledCall, balance = CREDITS) {
  expect(await ledgerOf(server.pool, account.accountId)).toMatchObject({ balance, reserved: 0, activeCalls: 0 });
}

/** A call's milestones, in their order. */
export function milestonesOf(call: { events: ReadonlyArray<{ type: string }> }): string {
  return call.events.map(({ type }) => type).join(' ');
}
