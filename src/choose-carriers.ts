import type { CarrierOptions } from './carrier';
import type { Config } from './config';
import type { OpenAiOptions } from './conversation/model/openai-model';
import type { ReachedSimulator } from './telephony/simulator';

/** The origins of this server, without a slash at the end. */
interface Origins {
  /** Where it listens: what the simulated carrier is told to call. */
  url: string;
  /** What everybody else is told. */
  publicUrl: string;
}

/** Whether there is anything for the simulator to do. */
export function needsSimulator({ provider, model, testMode }: Config): boolean {
  return provider.kind === 'simulated' || model.kind === 'simulated' || testMode;
}

/**
 * What carries the calls of accounts and those of their test twins, which are simulated whatever else is configured.
 * @param simulator may be null where {@link needsSimulator} says no
 */
export function chooseCarriers(
  { provider, model, simulator: { speed }, testMode, historyCharacters }: Config,
  simulator: ReachedSimulator | null,
  { url, publicUrl }: Origins,
): { live: CarrierOptions; test: CarrierOptions | null } {
  const live: CarrierOptions = {
    historyCharacters,
    ...(provider.kind === 'twilio'
      ? { credentials: provider, callbackUrl: publicUrl, speed: 1 }
      : { credentials: reached(simulator).credentials, callbackUrl: publicUrl, speed }),
    model:
      model.kind === 'remote'
        ? {
            baseUrl: model.baseUrl,
            apiKey: model.apiKey ?? 'none',
            defaultModel: model.name,
            allowedModels: model.allowed,
          }
        : simulatedModel(reached(simulator)),
  };
  if (!testMode) return { live, test: null };
  if (provider.kind === 'simulated' && model.kind === 'simulated') return { live, test: live };
  const { credentials } = reached(simulator);
  const callbackUrl = provider.kind === 'simulated' ? publicUrl : url;
  return {
    live,
    test: { credentials, callbackUrl, speed, historyCharacters, model: simulatedModel(reached(simulator)) },
  };
}

/** The simulator speaks a model's protocol as well as a carrier's. */
function simulatedModel({ credentials: { baseUrl, authToken } }: ReachedSimulator): OpenAiOptions {
  return { baseUrl: `${baseUrl}/v1`, apiKey: authToken, defaultModel: 'simulated' };
}

function reached(simulator: ReachedSimulator | null): ReachedSimulator {
  if (!simulator) throw new Error('what is simulated needs the simulator');
  return simulator;
}
