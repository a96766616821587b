import { identifyAccount } from '../../services/accounts/list-accounts';
import { findTestTwin } from '../../services/accounts/test-twin';
import type { CheckResult } from '../../services/ledger/verify-ledger';
import { defineCommand } from '../command';
import { table } from '../layout';
import { account } from '../options';
import { text } from '../rules';
import { verifyPatiently } from '../verify-patiently';

export const ledgerVerify = defineCommand({
  name: 'ledger verify',
  summary: 'Checks that credits, calls and sums agree, and names what does not.',
  details: `It changes nothing and may be run while servers are working: it sees the database as of one instant, and nobody waits for it.
Exit code 3 if something does not agree.`,
  options: {
    account: { ...account, schema: text(320).optional(), help: `only ${account.help}; with its test calls` },
  },
  examples: ['ledger verify', 'ledger verify --account Acme', 'ledger verify --json'],
  async run({ account: reference }, context) {
    const pool = await context.pool();
    const one = reference === undefined ? null : await identifyAccount({ pool }, reference);
    const twin = one && (await findTestTwin(pool, one.id));
    const accountIds = one ? [one.id, ...(twin ? [twin.id] : [])] : undefined;
    const checks = await verifyPatiently(pool, accountIds);
    const broken = checks.filter(({ violations }) => violations > 0);
    const ok = broken.length === 0;
    return {
      text: `${overview(checks)}\n${broken.map(offenders).join('')}${ok ? ALL_IS_WELL : whatToDo(broken.length)}`,
      json: { ok, accountId: one?.id ?? null, checks },
      exit: ok ? 'ok' : 'violated',
    };
  },
});

function overview(checks: CheckResult[]): string {
  return table(
    checks.map(({ check, rule, violations }) => ({ check, violations, 'what must hold': rule })),
    '',
  );
}

function offenders({ check, violations, named }: CheckResult): string {
  const rest = violations - named.length;
  const rows = named.map(({ accountId, id }) => ({ account: accountId, [check]: id === accountId ? null : id }));
  return `${table(rows, '')}${rest > 0 ? `and ${rest} more\n` : ''}\n`;
}

const ALL_IS_WELL = 'Everything agrees.\n';

function whatToDo(broken: number): string {
  return `${broken} check(s) found what must not be. Dump the database (pg_dump) before anything is changed: what is named above tells
what happened. The database itself refuses most of this, so look for who wrote past its guards: a restored backup, a script, a
repair by hand. If nobody did, report it with the output of --json.
`;
}
