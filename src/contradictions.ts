import { isEverywhere, isLoopback, publicUrlProblems } from './addresses';

/**
 * What does not fit together in an environment, as it was written, so that it is told beside values that are wrong by themselves.
 * @param testMode whether test keys are served
 */
export function contradictions(env: NodeJS.ProcessEnv, testMode: boolean): string[] {
  const problems: string[] = [];
  const real = Boolean(env.TWILIO_ACCOUNT_SID && env.TWILIO_AUTH_TOKEN);
  if (Boolean(env.TWILIO_ACCOUNT_SID) !== Boolean(env.TWILIO_AUTH_TOKEN)) {
    problems.push('TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN: set both, or neither for the simulated carrier');
  } else if (!real && env.NODE_ENV === 'production') {
    problems.push('TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN: needed in production, where nothing is simulated');
  }
  problems.push(...modelProblems(env));
  if (env.PUBLIC_URL && URL.canParse(env.PUBLIC_URL))
    problems.push(...publicUrlProblems(new URL(env.PUBLIC_URL), real));
  if (real && !env.PUBLIC_URL) {
    problems.push('PUBLIC_URL: needed with Twilio credentials, so that Twilio can call back');
  }
  if (real && env.LLM_BASE_URL && env.SIMULATOR_URL && !testMode) {
    problems.push('SIMULATOR_URL: of no use with Twilio credentials, a language model and no test mode');
  }
  if ((!real || testMode) && env.HOST && !isLoopback(env.HOST) && !isEverywhere(env.HOST)) {
    const remedy = `use 127.0.0.1, or 0.0.0.0 for all addresses${real ? ', or TEST_MODE=off' : ''}`;
    problems.push(`HOST: the simulated carrier calls back over loopback; ${remedy}`);
  }
  return problems;
}

function modelProblems(env: NodeJS.ProcessEnv): string[] {
  if (env.LLM_BASE_URL)
    return env.LLM_MODEL ? [] : ['LLM_MODEL: needed with LLM_BASE_URL, to say which model is meant'];
  if (env.LLM_API_KEY || env.LLM_MODEL || env.LLM_MODELS) {
    return ['LLM_BASE_URL: needed with LLM_API_KEY, LLM_MODEL or LLM_MODELS'];
  }
  return env.NODE_ENV === 'production' ? ['LLM_BASE_URL: needed in production, where nothing is simulated'] : [];
}
