import { defineCommand } from '../command';
import { describeConfiguration } from '../doctor/configuration';
import { examine } from '../doctor/examine';
import { fields, table } from '../layout';

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'Checks configuration, database, migrations, provider and PUBLIC_URL, and says what to do.',
  details: 'It changes nothing. Run it with the environment of the server. Exit code 1 if something must be mended.',
  options: {},
  examples: ['doctor', 'doctor --json'],
  async run(_, context) {
    const configuration = describeConfiguration(context.environment);
    const checks = await examine(context);
    const failed = checks.some(({ status }) => status === 'FAILED');
    const settings = Object.keys(configuration).length > 0 ? fields(configuration) : 'Nothing is set.\n';
    const verdict = failed ? 'Something must be mended before calls can be placed.\n' : 'All is well.\n';
    const text = `${settings}\n${table(
      checks.map((check) => ({ ...check })),
      '',
    )}\n${verdict}`;
    return { text, json: { ok: !failed, configuration, checks }, exit: failed ? 'failed' : 'ok' };
  },
});
