import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Refused } from '../api/errors';
import { useQuery } from '../api/use-query';
import {
  CallChangedDocument,
  CallDocument,
  type CallInFullFragment,
  type CallQuery,
  TurnAddedDocument,
  type TurnFragment,
} from '../documents.generated';
import { useSession } from '../session';

type Queried = NonNullable<CallQuery['call']>;
/** A call with all but its turns, as both the query and the subscription tell it. */
export type FullCall = CallInFullFragment & { transcript: Pick<Queried['transcript'], 'status' | 'reason'> };

export interface LiveCall {
  /** Undefined before anything is known, null: the account has no such call. */
  call: FullCall | null | undefined;
  turns: TurnFragment[];
  error: Refused | undefined;
}

/** A call and what is said in it, as it happens. */
export function useCall(id: string): LiveCall {
  const { api } = useSession();
  const { data, error } = useQuery(CallDocument, { id });
  const [changed, setChanged] = useState<FullCall>();
  const [added, setAdded] = useState<ReadonlyMap<number, TurnFragment>>(new Map());
  const found = Boolean(data?.call);
  const whole = lastWholeTurn(data?.call?.transcript.turns ?? []);
  useEffect(() => {
    if (!found) return;
    // Both begin with how things stand, so a connection that comes back has missed nothing.
    const endings = [
      api.follow(CallChangedDocument, { id }, ({ callUpdated }) => setChanged(callUpdated)),
      api.follow(TurnAddedDocument, { id, after: whole }, ({ transcriptTurnAdded: turn }) =>
        setAdded((before) => new Map(before).set(turn.index, turn)),
      ),
    ];
    return () => {
      for (const end of endings) end();
    };
  }, [api, id, found, whole]);
  const turns = useMemo(() => {
    const all = new Map(data?.call?.transcript.turns.map((turn) => [turn.index, turn]));
    for (const [index, turn] of added) all.set(index, turn);
    return [...all.values()].sort((a, b) => a.index - b.index);
  }, [data, added]);
  return { call: changed ?? data?.call, turns, error };
}

/** The index of the last turn that is known whole with all before it; null when there is none. */
function lastWholeTurn(turns: readonly TurnFragment[]): number | null {
  const begun = turns.findIndex(({ durationMs }) => durationMs === null);
  return (begun < 0 ? turns.at(-1) : turns[begun - 1])?.index ?? null;
}
