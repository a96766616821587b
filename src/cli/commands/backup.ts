import { z } from 'zod';
import { takeBackup } from '../../database/backup/take-backup';
import { checkVersion } from '../../database/check-version';
import { poolOf } from '../../database/data-source';
import { assertEmbedded, backupFile, rowsIn, tally } from '../backup-file';
import { defineCommand } from '../command';
import { writeAtomically } from '../write-atomically';

export const backup = defineCommand({
  name: 'backup',
  summary: 'Writes the embedded database to a file, while servers work.',
  details: `All of it as of one instant; nobody waits for it. The file appears when it is complete and on disk, readable by you alone: it
has the data of everybody who was called, and the secrets of HTTP tools. For a database that DATABASE_URL names use pg_dump.`,
  options: {
    file: backupFile,
    force: { schema: z.boolean().default(false), help: 'replace a file that is there' },
  },
  examples: ['backup /backups/calls.sql.gz', 'backup calls.sql.gz --force --json'],
  async run({ file, force }, context) {
    assertEmbedded(context.environment, 'pg_dump --format=custom --file=calls.dump "$DATABASE_URL"');
    const database = await context.openDatabase();
    await checkVersion(poolOf(database.dataSource));
    const { tables, note } = tally(context);
    const bytes = await writeAtomically(file, force, takeBackup(database.url, note));
    return {
      text: `${rowsIn(tables)} are in ${file}, ${bytes} bytes.\n`,
      json: { file, bytes, tables },
    };
  },
});
