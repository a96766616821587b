import { graphqlClient } from './client';

/** What an account has, as its owner sees it. */
export interface Tally {
  credits: { balance: number; reserved: number; available: number; used: number };
  activeCalls: number;
  calls: number;
  contacts: number;
  campaigns: number;
}

/** Counts what an account has, so that a test can say that nothing has changed. */
export async function tally(url: string, key: string): Promise<Tally> {
  const { body } = await graphqlClient(
    url,
    key,
  )(`{
    account { credits { balance reserved available used } limits { activeCalls } }
    calls { totalCount }
    contacts { totalCount }
    campaigns { totalCount }
  }`);
  const { account, calls, contacts, campaigns } = body.data;
  return {
    credits: account.credits,
    activeCalls: account.limits.activeCalls,
    calls: calls.totalCount,
    contacts: contacts.totalCount,
    campaigns: campaigns.totalCount,
  };
}
