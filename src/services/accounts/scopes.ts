/** What a key may do beyond reading and calling. */
export const SCOPES = ['agents:write', 'agents:approve'] as const;
export type Scope = (typeof SCOPES)[number];
