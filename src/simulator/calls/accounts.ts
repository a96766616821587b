/** A customer of the carrier. Every webhook about its calls is signed with its auth token. */
export interface Account {
  readonly sid: string;
  readonly authToken: string;
}

const ACCOUNT_SID = /^AC[0-9a-f]{32}$/;
/** More accounts than anyone needs; the one opened first makes room. */
const ACCOUNT_LIMIT = 10_000;

/** The accounts, which open themselves: whoever comes first with an account's SID sets its auth token. */
export class Accounts {
  readonly #accounts = new Map<string, Account>();

  /** The account these credentials belong to; undefined when they are not right. */
  authenticate(sid: string, authToken: string): Account | undefined {
    const account = this.#accounts.get(sid) ?? this.#open(sid, authToken);
    return account?.authToken === authToken ? account : undefined;
  }

  #open(sid: string, authToken: string): Account | undefined {
    if (!ACCOUNT_SID.test(sid) || authToken === '') return undefined;
    const [oldest] = this.#accounts.keys();
    if (this.#accounts.size >= ACCOUNT_LIMIT && oldest !== undefined) this.#accounts.delete(oldest);
    const account = { sid, authToken };
    this.#accounts.set(sid, account);
    return account;
  }
}
