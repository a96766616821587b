/** What an authenticated request to a model's endpoint found out. */
export interface ModelCheck {
  status: 'OK' | 'WARNING' | 'FAILED';
  /** For the operator; no secret is in it. */
  finding: string;
}

const TIMEOUT_MS = 5000;

/** Asks an OpenAI-compatible endpoint which models it has. No tokens are spent. OpenAI, API reference, "List models". */
export async function checkModel({
  baseUrl,
  apiKey,
  name,
}: {
  baseUrl: string;
  apiKey: string | undefined;
  name: string;
}): Promise<ModelCheck> {
  const headers: Record<string, string> = apiKey ? { authorization: `Bearer ${apiKey}` } : {};
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(`${baseUrl}/models`, { headers, signal, redirect: 'manual' });
    if (response.status >= 300 && response.status < 400) {
      const finding = `the endpoint redirects (${response.status}), which is not followed; set LLM_BASE_URL to where it leads`;
      return { status: 'FAILED', finding };
    }
    if (response.status === 401 || response.status === 403) {
      return { status: 'FAILED', finding: `the endpoint refuses the key (${response.status}); look at LLM_API_KEY` };
    }
    if (!response.ok) {
      const finding = `the endpoint answers, but does not list its models (${response.status}); whether it has ${name} is not known`;
      return { status: 'WARNING', finding };
    }
    return hasModel(await response.json(), name)
      ? { status: 'OK', finding: `the endpoint takes the key and has the model ${name}` }
      : { status: 'WARNING', finding: `the endpoint takes the key but does not list ${name}; look at LLM_MODEL` };
  } catch {
    return { status: 'FAILED', finding: 'nothing usable answers at LLM_BASE_URL; its path mostly ends in /v1' };
  }
}

function hasModel(list: unknown, name: string): boolean {
  const models = (list as { data?: unknown } | null)?.data;
  return Array.isArray(models) && models.some((model) => (model as { id?: unknown } | null)?.id === name);
}
