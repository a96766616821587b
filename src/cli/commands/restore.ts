import { checkBackup, restoreBackup } from '../../database/backup/restore-backup';
import { poolOf } from '../../database/data-source';
import { assertEmbedded, backupFile, rowsIn, tally } from '../backup-file';
import { defineCommand } from '../command';
import { verifyPatiently } from '../verify-patiently';

export const restore = defineCommand({
  name: 'restore',
  summary: 'Loads a backup into an empty embedded database.',
  details: `DATA_DIR names a new directory, or one whose database has no rows, and no server runs on it. All of the backup is loaded or
nothing; then the database is brought to the version of this program, and its ledger is verified. Exit code 3 if that does not agree.`,
  options: { file: backupFile },
  examples: ['restore /backups/calls.sql.gz', 'restore calls.sql.gz --json'],
  async run({ file }, context) {
    assertEmbedded(context.environment, 'pg_restore --exit-on-error --no-owner --dbname="$DATABASE_URL" calls.dump');
    const head = await checkBackup(file);
    const database = await context.openDatabase();
    if (database.running) throw new Error('A server runs on this database. Stop it, or set another DATA_DIR.');
    const { tables, note } = tally(context);
    await restoreBackup(database.url, file, head, note);
    context.tell('verifying the ledger');
    const checks = await verifyPatiently(poolOf(database.dataSource));
    const broken = checks.filter(({ violations }) => violations > 0).map(({ check }) => check);
    const verdict = broken.length === 0 ? 'The ledger agrees.' : `The ledger does not agree: ${broken.join(', ')}.`;
    return {
      text: `${rowsIn(tables)} of ${head.takenAt} are restored. ${verdict}\n`,
      json: { file, takenAt: head.takenAt, tables, ledger: { ok: broken.length === 0, broken } },
      exit: broken.length === 0 ? 'ok' : 'violated',
    };
  },
});
