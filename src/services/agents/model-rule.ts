import type { Pool } from 'pg';

/** The models that agents may name, since they are paid by whoever runs the server; null: any. */
export type AllowedModels = readonly string[] | null;

/** Whether an agent may name a model; null: it names none, and has the server's. */
export function mayName(model: string | null, allowed: AllowedModels): boolean {
  return model === null || allowed === null || allowed.includes(model);
}

/** What is wrong with a model that an agent names. */
export function modelProblems(model: string | null, allowed: AllowedModels): string[] {
  return mayName(model, allowed) ? [] : [`must be one of ${allowed?.join(', ')}, which this server allows`];
}

/**
 * Says which models agents name that they may not, as they could before the rule changed; null: none. Their calls are conducted by
 * the server's own.
 */
export async function tellOfOtherModels(pool: Pool, allowed: AllowedModels): Promise<string | null> {
  if (allowed === null) return null;
  const { rows } = await pool.query<{ model: string; agents: number }>(
    `select a.settings ->> 'model' "model", count(*)::int "agents" from agents a join accounts o on o.id = a.account_id
     where a.status <> 'ARCHIVED' and o.test_of is null and a.settings ->> 'model' <> all($1) group by 1 order by 1`,
    [allowed],
  );
  if (rows.length === 0) return null;
  const named = rows
    .map(({ model, agents }) => `${model} (${agents === 1 ? '1 agent' : `${agents} agents`})`)
    .join(', ');
  return `agents name models that LLM_MODELS does not allow, and LLM_MODEL conducts their calls: ${named}`;
}
