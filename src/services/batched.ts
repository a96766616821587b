import DataLoader from 'dataloader';

/** A statement takes so many keys at most, unless told. */
const BATCH_SIZE = 500;

/** A statement is waited for so long, in milliseconds: then what waits goes beside it, and need not share its trouble. */
const PATIENCE_MS = 1000;

/**
 * A look-up by key. One statement is under way at a time, and what is asked for meanwhile shares the next one: under load that
 * is faster than two at once, which take fewer keys each. Nothing is cached.
 * @param load looks up keys, each once, in their order
 * @param nameOf tells keys apart
 * @param size how many keys a statement takes at most
 */
export function batched<Key, Row>(
  load: (keys: readonly Key[]) => Promise<Row[]>,
  nameOf: (key: Key) => string,
  size = BATCH_SIZE,
): DataLoader<Key, Row> {
  const waiting: Array<() => void> = [];
  /** Runs while a statement is waited for. */
  let turn: NodeJS.Timeout | null = null;
  const next = () => {
    const dispatch = turn ? undefined : waiting.shift();
    if (!dispatch) return;
    turn = setTimeout(overtake, PATIENCE_MS);
    dispatch();
  };
  const overtake = () => {
    turn = null;
    for (const dispatch of waiting.splice(0)) dispatch();
  };
  const end = (own: NodeJS.Timeout | null) => {
    if (!own || own !== turn) return;
    clearTimeout(own);
    turn = null;
    next();
  };
  return new DataLoader(
    async (keys) => {
      const own = turn;
      try {
        const unique = uniqueOf(keys, nameOf);
        const rows = await load(unique);
        return rows.length === keys.length ? rows : spread(keys, unique, rows, nameOf);
      } finally {
        end(own);
      }
    },
    {
      cache: false,
      maxBatchSize: size,
      batchScheduleFn: (dispatch) => {
        waiting.push(dispatch);
        setImmediate(next);
      },
    },
  );
}
/** Concurrent requests may ask for the same row: the statement must see each key once, or a join returns it twice. */
function uniqueOf<Key>(keys: readonly Key[], nameOf: (key: Key) => string): Key[] {
  return [...new Map(keys.map((key) => [nameOf(key), key])).values()];
}

function spread<Key, Row>(keys: readonly Key[], unique: Key[], rows: Row[], nameOf: (key: Key) => string): Row[] {
  const byName = new Map(unique.map((key, index) => [nameOf(key), rows[index]]));
  return keys.map((key) => byName.get(nameOf(key)) as Row);
}
