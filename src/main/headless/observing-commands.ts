import { type Command, Option } from 'commander';
import { parseAge, parseSize } from './amounts.ts';
import type { CommandContext } from './command-context.ts';
import type { LogOptions } from './commands/logs.ts';
import type { PruneOptions } from './commands/prune.ts';
import type { StatusOptions } from './commands/status.ts';
import type { TraceOptions } from './commands/trace.ts';
import { logFormats } from './log-formats.ts';
import { asJson, parseCount } from './reading-commands.ts';

/** The commands about how Heron itself is doing, and how much of the past it keeps. */
export function addObservingCommands(program: Command, context: CommandContext): void {
  program
    .command('status')
    .description('how Heron is, what went wrong lately, how much it keeps')
    .addOption(new Option('--days <days>', 'also how runs did in the last 1, 7 or 30 days').choices(['1', '7', '30']))
    .option(...asJson)
    .action(async (options: StatusOptions) => {
      const { showStatus } = await import('./commands/status.ts');
      context.end(await showStatus(context, options));
    });
  program
    .command('trace')
    .description('what a run spent its time on, as a tree of spans')
    .argument('<run>')
    .option('--limit <number>', 'how many spans', parseCount, 1000)
    .option('--json', 'write OTLP JSON, as a collector of OpenTelemetry takes it')
    .action(async (runId: string, options: TraceOptions) => {
      const { showTrace } = await import('./commands/trace.ts');
      context.end(await showTrace({ ...context, version: context.app.version }, runId, options));
    });
  addLogs(program, context);
  addPrune(program, context);
  addPins(program, context);
}

function addLogs(program: Command, context: CommandContext): void {
  program
    .command('restore')
    .description('put the data back as they were before the last upgrade; what is there is kept beside them')
    .option('--yes', 'without asking')
    .action(async (options: { yes?: boolean }) => {
      const { restoreData } = await import('./commands/restore-data.ts');
      context.end(await restoreData({ terminal: context.terminal, dataFolder: context.findDataFolder() }, options));
    });
  program
    .command('logs')
    .description("read Heron's own log")
    .addOption(
      new Option('--level <level>', 'from this level').choices(['debug', 'info', 'warn', 'error']).default('info'),
    )
    .option('--query <text>', 'only lines with this text')
    .option('--trace <id>', 'only lines of this trace')
    .option('--run <run>', 'only lines of the trace of this run')
    .option('--worker <id>', 'only what this worker wrote, and what was written about it')
    .option('--limit <number>', 'how many', parseCount, 100)
    .addOption(new Option('--format <format>', 'instead of HERON_LOG_FORMAT and the setting').choices(logFormats))
    .action(async (options: LogOptions) => {
      const { showLogs } = await import('./commands/logs.ts');
      context.end(await showLogs(context, options));
    });
}

function addPrune(program: Command, context: CommandContext): void {
  program
    .command('prune')
    .description('remove old history by the policy of the settings, or by these limits')
    .option('--dry-run', 'only say what would go')
    .option('--older-than <age>', 'runs that ended longer ago than 30d, 12h, 2w', parseAge)
    .option('--larger-than <size>', 'the oldest runs, until history takes no more than 2GB, 500MB', parseSize)
    .option('--compact', 'then write the database anew, without its free space; nothing else happens meanwhile')
    .option(...asJson)
    .action(async (options: PruneOptions) => {
      const { pruneHistory } = await import('./commands/prune.ts');
      context.end(await pruneHistory(context, options));
    });
}

function addPins(program: Command, context: CommandContext): void {
  const runs = program.commands.find((command) => command.name() === 'runs');
  const add = (name: string, description: string, isPinned: boolean): void => {
    runs
      ?.command(name)
      .description(description)
      .argument('<run>')
      .action(async (runId: string) => {
        const { pinRun } = await import('./commands/runs.ts');
        context.end(await pinRun(context, runId, isPinned));
      });
  };
  add('pin', 'keep a run, whatever the policy about old runs says', true);
  add('unpin', 'let the policy about old runs hold for a run again', false);
}
