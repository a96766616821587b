import { shaped, shapeOf } from '../answer';
import { V1GetAccountDocument, type V1GetAccountQuery, V1GetUsageDocument } from '../documents.generated';
import { route } from '../route';

type Account = ReturnType<typeof presentAccount>;

/** The account, with what it used in three periods. */
const ACCOUNT = shapeOf<Account>('Account', 'The account of the API key.', {
  id: 'id',
  name: 'name',
  email: 'email',
  status: 'status',
  user: 'owner',
  credits: 'credits',
  usage: shaped(
    '',
    shapeOf<Account['usage']>('RecentUsage', 'What the account used; days and months are UTC.', {
      callsToday: 'today.totals.calls',
      callsThisMonth: 'month.totals.calls',
      callsTotal: 'ever.totals.calls',
      minutesThisMonth: 'month.totals.minutes',
      creditsThisMonth: 'month.totals.creditsUsed',
    }),
  ),
  limits: 'limits',
  createdAt: 'createdAt',
});

const GROUPINGS = ['day', 'hour', 'month', 'agent', 'status'] as const;

export const getAccount = route({
  method: 'GET',
  path: '/account',
  summary: 'Get the account',
  tag: 'Account',
  description: 'Whose key this is, what the account can spend, what it used, and how much it may do at once.',
  document: V1GetAccountDocument,
  variables: () => {
    const now = new Date();
    const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
    const midnight = (date: number) => new Date(Date.UTC(year, month, date));
    return { today: midnight(day), month: midnight(1), ever: new Date(0), now };
  },
  present: ({ account }) => ({ data: { account: presentAccount(account) } }),
  answer: { account: shaped('account', ACCOUNT) },
});

function presentAccount(account: V1GetAccountQuery['account']) {
  const { id, name, email, status, owner: user, credits, limits, createdAt, today, month, ever } = account;
  const usage = {
    callsToday: today.totals.calls,
    callsThisMonth: month.totals.calls,
    callsTotal: ever.totals.calls,
    minutesThisMonth: month.totals.minutes,
    creditsThisMonth: month.totals.creditsUsed,
  };
  return { id, name, email, status, user, credits, usage, limits, createdAt };
}

export const getUsage = route({
  method: 'GET',
  path: '/account/usage',
  summary: 'Get what the account used',
  tag: 'Account',
  description:
    'Calls, minutes and credits of a period, in total, by status, by agent, and as a series. Live calls count as calls; ' +
    'minutes and credits are those of calls that have ended.',
  query: {
    startDate: 'Inclusive: a date or a date and time in ISO 8601; 30 days before the end unless told.',
    endDate: 'Exclusive: a date or a date and time in ISO 8601; now unless told.',
    groupBy: 'What a point of the series stands for; `day` unless told.',
  },
  document: V1GetUsageDocument,
  variables: ({ query }) => ({
    startDate: query.date('startDate'),
    endDate: query.date('endDate'),
    groupBy: GROUPING_NAMES[query.word('groupBy', GROUPINGS) ?? 'day'],
  }),
  present: ({ account }) => ({ data: { usage: account.usage } }),
  answer: { usage: 'account.usage' },
});

const GROUPING_NAMES = { day: 'DAY', hour: 'HOUR', month: 'MONTH', agent: 'AGENT', status: 'STATUS' } as const;
