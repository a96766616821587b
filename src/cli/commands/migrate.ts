import { checkVersion } from '../../database/check-version';
import { poolOf } from '../../database/data-source';
import { migrate as runMigrations } from '../../database/migrate';
import { defineCommand } from '../command';

export const migrate = defineCommand({
  name: 'migrate',
  summary: 'Brings the database to the version of this program.',
  details: 'Servers do the same when they start. It can be run at any time and as often as you like.',
  options: {},
  examples: ['migrate', 'migrate --json'],
  async run(_, context) {
    const { url, dataSource } = await context.openDatabase();
    await checkVersion(poolOf(dataSource));
    const migrated = await runMigrations(url);
    const list = migrated.map((name) => `  ${name}\n`).join('');
    const text = migrated.length > 0 ? `Migrations were run:\n${list}` : 'The database is up to date.\n';
    return { text, json: { migrated } };
  },
});
