import { type Command, InvalidArgumentError, Option } from 'commander';
import type { AuditDecision } from '../../contract/permissions.ts';
import type { CommandContext } from './command-context.ts';
import type { SearchOptions } from './commands/audit.ts';
import { asJson, parseCount } from './reading-commands.ts';

const decisions: AuditDecision[] = ['allowed', 'denied'];

/** The commands about what Heron keeps: secrets, the audit log, the settings. Each loads its own code when it is called. */
export function addKeepingCommands(program: Command, context: CommandContext): void {
  addSecrets(program, context);
  addVault(program.commands.find((command) => command.name() === 'secrets') as Command, context);
  addAudit(program, context);
  addSettings(program, context);
}

function addSecrets(program: Command, context: CommandContext): void {
  const secrets = program.command('secrets').description('keep what workers may use and never see');
  secrets
    .command('list', { isDefault: true })
    .description('list the secrets by name, and what holds them')
    .option(...asJson)
    .action(async (options: { json?: boolean }) => {
      const { listSecrets } = await import('./commands/secrets.ts');
      context.end(await listSecrets(context, options));
    });
  secrets
    .command('set')
    .description('keep a secret; its value is asked for, or read from the standard input')
    .argument('<name>')
    .option(
      '--host <host>',
      'a host it may be sent to, instead of those the workers name; may be given several times',
      (value: string, before: string[]) => [...before, value.toLowerCase()],
      [],
    )
    .action(async (name: string, options: { host: string[] }) => {
      const { setSecret } = await import('./commands/secrets.ts');
      context.end(await setSecret(context, name, options));
    });
  secrets
    .command('remove')
    .description('forget a secret')
    .argument('<name>')
    .action(async (name: string) => {
      const { removeSecret } = await import('./commands/secrets.ts');
      context.end(await removeSecret(context, name));
    });
}

function addVault(secrets: Command, context: CommandContext): void {
  secrets
    .command('unlock')
    .description('open the vault of the Heron that is running with its passphrase')
    .action(async () => {
      const { unlockVault } = await import('./commands/secrets.ts');
      context.end(await unlockVault(context));
    });
  secrets
    .command('rotate-passphrase')
    .description('encrypt all secrets anew under a new passphrase')
    .action(async () => {
      const { rotatePassphrase } = await import('./commands/secrets.ts');
      context.end(await rotatePassphrase(context));
    });
}

function addAudit(program: Command, context: CommandContext): void {
  const audit = program.command('audit').description('what workers wanted, and what was decided');
  audit
    .command('verify')
    .description('check that every line is there and as it was written')
    .option(...asJson)
    .action(async (options: { json?: boolean }) => {
      const { verifyAudit } = await import('./commands/audit.ts');
      context.end(await verifyAudit(context, options));
    });
  audit
    .command('search', { isDefault: true })
    .description('list lines, newest first')
    .argument('[text]', 'part of a worker, operation, target or rule')
    .option('--worker <worker>', 'only what this worker wanted')
    .option('--run <run>', 'only in this run')
    .addOption(new Option('--decision <decision>', 'only what was').choices(decisions))
    .option('--since <date>', 'from this day or time on', parseDate)
    .option('--until <date>', 'before this day or time', parseDate)
    .option('--limit <number>', 'how many, at most 1000', parseCount, 50)
    .option(...asJson)
    .action(async (text: string | undefined, options: SearchOptions) => {
      const { searchAudit } = await import('./commands/audit.ts');
      context.end(await searchAudit(context, text, options));
    });
  audit
    .command('prune')
    .description('remove the oldest lines, for good')
    .requiredOption('--before <date>', 'all up to the first of this day or time', parseDate)
    .action(async ({ before }: { before: number }) => {
      const { pruneAudit } = await import('./commands/audit.ts');
      context.end(await pruneAudit(context, before));
    });
}

/** A day begins at midnight here. */
function parseDate(text: string): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const at = Date.parse(isDay ? `${text}T00:00:00` : text);
  if (Number.isNaN(at) || !/^\d{4}-\d{2}-\d{2}/.test(text)) {
    throw new InvalidArgumentError('expected a date like 2026-11-25 or 2026-11-25T14:30');
  }
  return at;
}

function addSettings(program: Command, context: CommandContext): void {
  const settings = program
    .command('settings')
    .description('what is set otherwise than usual, and the file to edit it in');
  settings
    .command('show', { isDefault: true })
    .description('the settings file, what is wrong in it, and what it says')
    .option('--json', 'write all settings with their hash as JSON')
    .action(async (options: { json?: boolean }) => {
      const { showSettings } = await import('./commands/settings.ts');
      context.end(await showSettings(context, options));
    });
  settings
    .command('undo')
    .description('put back what the last change of the settings changed')
    .action(async () => {
      const { undoSettings } = await import('./commands/settings.ts');
      context.end(await undoSettings(context));
    });
}
