import { type Command, Option } from 'commander';
import type { Redaction } from '../../contract/bundles.ts';
import type { CommandContext } from './command-context.ts';
import type { ExportOptions } from './commands/bundles.ts';
import { asJson } from './reading-commands.ts';

const redactions: Redaction[] = ['secrets', 'values'];

/** The commands that give a run away as a file and take one in. */
export function addBundleCommands(program: Command, context: CommandContext): void {
  const runs = program.commands.find((command) => command.name() === 'runs') as Command;
  runs
    .command('export')
    .description(
      'write a run to a file that can be opened elsewhere, without secrets and names of you and this machine',
    )
    .argument('<run>')
    .option('--out <file>', 'instead of <run>.heron-run here')
    .option('--with-files', 'with what changed in text files')
    .addOption(
      new Option('--redact <what>', 'values: of every text only its length is left')
        .choices(redactions)
        .default('secrets'),
    )
    .option('--dry-run', 'only say what would be in it')
    .option(...asJson)
    .action(async (runId: string, _options: unknown, command: Command) => {
      const { exportRun } = await import('./commands/bundles.ts');
      context.end(await exportRun(context, runId, command.optsWithGlobals<ExportOptions>()));
    });
  runs
    .command('open')
    .description(
      'open a file that `heron runs export` wrote; it can be looked at, replayed and forked, and nothing in it runs',
    )
    .argument('<file>')
    .option(...asJson)
    .action(async (file: string, _options: unknown, command: Command) => {
      const { openBundle } = await import('./commands/bundles.ts');
      context.end(await openBundle(context, file, command.optsWithGlobals<{ json?: boolean }>()));
    });
  runs
    .command('remove')
    .description('remove a run that was opened from a file')
    .argument('<run>')
    .action(async (runId: string) => {
      const { removeOpened } = await import('./commands/bundles.ts');
      context.end(await removeOpened(context, runId));
    });
}
