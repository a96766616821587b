import { V1GetAccountDocument, V1GetUsageDocument } from '../documents.generated';
import { route } from '../route';

const GROUPINGS = ['day', 'hour', 'month', 'agent', 'status'] as const;

export const getAccount = route({
  method: 'GET',
  path: '/account',
  summary: 'Get the account',
  document: V1GetAccountDocument,
  variables: () => {
    const now = new Date();
    const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
    const midnight = (date: number) => new Date(Date.UTC(year, month, date));
    return { today: midnight(day), month: midnight(1), ever: new Date(0), now };
  },
  present: ({ account }) => {
    const { id, name, email, status, owner: user, credits, limits, createdAt, today, month, ever } = account;
    const usage = {
      callsToday: today.totals.calls,
      callsThisMonth: month.totals.calls,
      callsTotal: ever.totals.calls,
      minutesThisMonth: month.totals.minutes,
      creditsThisMonth: month.totals.creditsUsed,
    };
    return { data: { account: { id, name, email, status, user, credits, usage, limits, createdAt } } };
  },
});

export const getUsage = route({
  method: 'GET',
  path: '/account/usage',
  summary: 'Get what the account used',
  query: ['startDate', 'endDate', 'groupBy'],
  document: V1GetUsageDocument,
  variables: ({ query }) => ({
    startDate: query.date('startDate'),
    endDate: query.date('endDate'),
    groupBy: GROUPING_NAMES[query.word('groupBy', GROUPINGS) ?? 'day'],
  }),
  present: ({ account }) => ({ data: { usage: account.usage } }),
});

const GROUPING_NAMES = { day: 'DAY', hour: 'HOUR', month: 'MONTH', agent: 'AGENT', status: 'STATUS' } as const;
