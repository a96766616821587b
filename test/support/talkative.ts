/** An agent that talks for half an hour: its calls are live until somebody ends them. A call of it holds 30 credits. */
export const TALKATIVE = {
  firstMessage: 'and another thing '.repeat(1500),
  maxDurationSeconds: 1800,
  creditsPerMinute: 1,
};
