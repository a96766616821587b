/** Sets the rules by which things go wrong at a simulator, in place of those before. */
export async function setFaults(base: string, ...rules: readonly object[]): Promise<void> {
  const response = await fetch(`${base}/simulator/faults`, { method: 'PUT', body: JSON.stringify({ rules }) });
  if (response.status !== 200) throw new Error(await response.text());
}

/** How often each of the rules was used. */
export async function usedFaults(base: string): Promise<number[]> {
  const response = await fetch(`${base}/simulator/faults`);
  const { rules } = (await response.json()) as { rules: { used: number }[] };
  return rules.map(({ used }) => used);
}
