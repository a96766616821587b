import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Viewer } from '../../context';
import { inStatement } from '../../database/transaction';
import { Coalescer } from '../coalescer';
import { API_KEY_FORMAT, hashApiKey } from './api-keys';
import { testModeIsOff } from './test-modes';

/** A key that was found is believed for so long, in milliseconds, if it does not expire before: so late does a revocation
 * reach every server. */
const BELIEVED_MS = 3000;
/** `last_used_at` is exact to so many milliseconds. */
const LAST_USE_MS = 60_000;
const CACHE_SIZE = 10_000;

interface KnownKey {
  viewer: Viewer;
  believedUntil: number;
}

/** A key that can be used, and for how long, in milliseconds: by the clock of the database, whatever ours says. */
interface FoundKey extends Viewer {
  expiresInMs: number | null;
}

/** Finds out whose key it is. Only keys that exist are remembered, so guesses cost memory nowhere. */
export class Authenticator {
  private readonly known = new Map<string, KnownKey>();
  private readonly lastUse = new Map<string, number>();
  private readonly finds: Coalescer<Buffer, FoundKey | null>;
  private readonly uses: Coalescer<Viewer, null>;

  constructor(
    pool: Pool,
    private readonly log: Logger,
    /** Whether test keys are served. */
    private readonly testMode: boolean,
  ) {
    this.finds = new Coalescer((hashes) => findKeys(pool, hashes));
    this.uses = new Coalescer((viewers) => storeUses(pool, viewers));
  }

  /** The viewer of a key; null when it is malformed, unknown, revoked or expired, or its account is suspended. */
  async authenticate(key: string): Promise<Viewer | null> {
    if (!API_KEY_FORMAT.test(key)) return null;
    const hash = hashApiKey(key);
    const cacheKey = hash.toString('base64');
    const known = this.known.get(cacheKey);
    const viewer = known && known.believedUntil > performance.now() ? known.viewer : await this.find(hash, cacheKey);
    if (viewer) this.noteUse(viewer);
    return viewer;
  }

  /** @throws AppError FORBIDDEN for a test key where test mode is switched off */
  assertServed({ testMode }: Viewer): void {
    if (testMode && !this.testMode) throw testModeIsOff();
  }

  /** Forgets what is remembered of a key, so that its revocation holds at once on this server. */
  forget(keyId: string): void {
    for (const [cacheKey, { viewer }] of this.known) if (viewer.keyId === keyId) this.known.delete(cacheKey);
  }

  private async find(hash: Buffer, cacheKey: string): Promise<Viewer | null> {
    const found = await this.finds.share(hash);
    this.known.delete(cacheKey);
    if (!found) return null;
    const { expiresInMs, ...viewer } = found;
    if (this.known.size >= CACHE_SIZE) this.known.clear();
    const believedUntil = performance.now() + Math.min(BELIEVED_MS, expiresInMs ?? BELIEVED_MS);
    this.known.set(cacheKey, { viewer, believedUntil });
    return viewer;
  }

  private noteUse(viewer: Viewer): void {
    const { keyId } = viewer;
    const now = performance.now();
    if (now - (this.lastUse.get(keyId) ?? Number.NEGATIVE_INFINITY) < LAST_USE_MS) return;
    if (this.lastUse.size >= CACHE_SIZE) this.lastUse.clear();
    this.lastUse.set(keyId, now);
    this.uses
      .share(viewer)
      .catch((error: unknown) => this.log.warn({ error, keyId }, 'the last use of a key was not stored'));
  }
}

async function findKeys(pool: Pool, hashes: Buffer[]): Promise<Array<FoundKey | null>> {
  const { rows } = await pool.query<FoundKey & { hash: Buffer }>({
    name: 'authenticate',
    text: `select k.hash, k.account_id "accountId", k.id "keyId", k.scopes, a.requests_per_minute "requestsPerMinute",
        a.test_of is not null "testMode", extract(epoch from k.expires_at - now())::float8 * 1000 "expiresInMs"
      from api_keys k join accounts a on a.id = k.account_id
      where k.hash = any($1::bytea[]) and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
        and a.status = 'ACTIVE'`,
    values: [hashes],
  });
  const found = new Map(rows.map(({ hash, ...key }) => [hash.toString('base64'), key]));
  return hashes.map((hash) => found.get(hash.toString('base64')) ?? null);
}

/** A key that somebody else is just changing is not waited for. */
async function storeUses(pool: Pool, viewers: Viewer[]): Promise<null[]> {
  await inStatement(pool, {
    name: 'store-uses',
    text: `update api_keys k set last_used_at = now()
      from (
        select k.account_id, k.id from unnest($1::uuid[], $2::uuid[]) u (account_id, id)
        join api_keys k using (account_id, id) for update of k skip locked
      ) used
      where k.account_id = used.account_id and k.id = used.id`,
    values: [viewers.map(({ accountId }) => accountId), viewers.map(({ keyId }) => keyId)],
  });
  return viewers.map(() => null);
}
