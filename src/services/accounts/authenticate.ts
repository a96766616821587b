import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Viewer } from '../../context';
import { API_KEY_FORMAT, hashApiKey } from './api-keys';

/** A key that was found is believed for so long, in milliseconds: so late does a revocation reach every server. */
const BELIEVED_MS = 3000;
/** `last_used_at` is exact to so many milliseconds. */
const LAST_USE_MS = 60_000;
const CACHE_SIZE = 10_000;

interface KnownKey {
  viewer: Viewer;
  believedUntil: number;
}

/** Finds out whose key it is. Only keys that exist are remembered, so guesses cost memory nowhere. */
export class Authenticator {
  private readonly known = new Map<string, KnownKey>();
  private readonly lastUse = new Map<string, number>();

  constructor(
    private readonly pool: Pool,
    private readonly log: Logger,
  ) {}

  /** The viewer of a key; null when it is malformed, unknown, revoked or expired, or its account is suspended. */
  async authenticate(key: string): Promise<Viewer | null> {
    if (!API_KEY_FORMAT.test(key)) return null;
    const hash = hashApiKey(key);
    const cacheKey = hash.toString('base64');
    const known = this.known.get(cacheKey);
    const viewer = known && known.believedUntil > Date.now() ? known.viewer : await this.find(hash, cacheKey);
    if (viewer) this.noteUse(viewer);
    return viewer;
  }

  /** Forgets what is remembered of a key, so that its revocation holds at once on this server. */
  forget(keyId: string): void {
    for (const [cacheKey, { viewer }] of this.known) if (viewer.keyId === keyId) this.known.delete(cacheKey);
  }

  private async find(hash: Buffer, cacheKey: string): Promise<Viewer | null> {
    const { rows } = await this.pool.query<Viewer>({
      name: 'authenticate',
      text: `select k.account_id "accountId", k.id "keyId", k.scopes, a.requests_per_minute "requestsPerMinute"
        from api_keys k join accounts a on a.id = k.account_id
        where k.hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
          and a.status = 'ACTIVE'`,
      values: [hash],
    });
    const viewer = rows[0] ?? null;
    this.known.delete(cacheKey);
    if (viewer) {
      if (this.known.size >= CACHE_SIZE) this.known.clear();
      this.known.set(cacheKey, { viewer, believedUntil: Date.now() + BELIEVED_MS });
    }
    return viewer;
  }

  private noteUse({ accountId, keyId }: Viewer): void {
    const now = Date.now();
    if (now - (this.lastUse.get(keyId) ?? 0) < LAST_USE_MS) return;
    if (this.lastUse.size >= CACHE_SIZE) this.lastUse.clear();
    this.lastUse.set(keyId, now);
    this.pool
      .query('update api_keys set last_used_at = now() where account_id = $1 and id = $2', [accountId, keyId])
      .catch((error: unknown) => this.log.warn({ error, keyId }, 'the last use of a key was not stored'));
  }
}
