import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { type ProcessSignal, processSignals } from '../../contract/processes.ts';
import type { CommandContext } from './command-context.ts';
import type { LogOptions } from './commands/processes.ts';
import { asJson } from './reading-commands.ts';

const which = ['<process>', 'its id, or a part of its name'] as const;

/** The commands about programs that go on in the background. Each loads its own code when it is called. */
export function addProcessCommands(program: Command, context: CommandContext): void {
  const processes = program
    .command('processes')
    .description('see, read and stop programs that go on in the background');
  processes
    .command('list', { isDefault: true })
    .description('list them, those that run first')
    .addOption(new Option('--status <status>', 'only those that are').choices(['running', 'ended']))
    .option('--run <run>', 'only those this run started')
    .option(...asJson)
    .action(async (options: { status?: 'running' | 'ended'; run?: string; json?: boolean }) => {
      const { listProcesses } = await import('./commands/processes.ts');
      context.end(await listProcesses(context, options));
    });
  processes
    .command('show')
    .description('show one of them')
    .argument(...which)
    .option(...asJson)
    .action(async (name: string, _options: unknown, command: Command) => {
      const { showProcess } = await import('./commands/processes.ts');
      context.end(await showProcess(context, name, command.optsWithGlobals()));
    });
  addLog(processes, context);
  addChanges(processes, context);
}

function addLog(processes: Command, context: CommandContext): void {
  processes
    .command('log')
    .description('write what it said, the end of it if nothing else is asked for')
    .argument(...which)
    .addOption(new Option('--head', 'the beginning').conflicts('offset'))
    .option('--offset <byte>', 'all from this place on', parsePlace)
    .option('--bytes <number>', 'how much at most', parsePlace, 65_536)
    .option('--follow', 'and go on with what comes, until it ends')
    .action(async (name: string, options: LogOptions) => {
      const { printLog } = await import('./commands/processes.ts');
      context.end(await printLog(context, name, options));
    });
}

function addChanges(processes: Command, context: CommandContext): void {
  processes
    .command('write')
    .description('write a line to its standard input')
    .argument(...which)
    .argument('<text...>')
    .option('--no-newline', 'do not end the line')
    .option('--end', 'close its input afterwards')
    .action(async (name: string, words: string[], options: { newline: boolean; end?: boolean }) => {
      const { writeToProcess } = await import('./commands/processes.ts');
      context.end(await writeToProcess(context, name, words.join(' '), options));
    });
  processes
    .command('signal')
    .description('send a signal to it and to what it started')
    .argument(...which)
    .addArgument(new Argument('<signal>', 'which').choices(processSignals))
    .action(async (name: string, signal: ProcessSignal) => {
      const { signalProcess } = await import('./commands/processes.ts');
      context.end(await signalProcess(context, name, signal));
    });
  processes
    .command('stop')
    .description('end it and what it started: asked first, by force when it does not listen')
    .argument(...which)
    .action(async (name: string) => {
      const { stopProcess } = await import('./commands/processes.ts');
      context.end(await stopProcess(context, name));
    });
  processes
    .command('keep')
    .description('let it run on when its run is cancelled or undone')
    .argument(...which)
    .option('--off', 'or not any more')
    .action(async (name: string, options: { off?: boolean }) => {
      const { keepProcess } = await import('./commands/processes.ts');
      context.end(await keepProcess(context, name, options.off !== true));
    });
  processes
    .command('clear')
    .description('forget those that have ended, or one, with what they said')
    .argument('[process]', which[1])
    .action(async (name: string | undefined) => {
      const { clearProcesses } = await import('./commands/processes.ts');
      context.end(await clearProcesses(context, name));
    });
}

function parsePlace(text: string): number {
  const place = Number(text);
  if (!Number.isSafeInteger(place) || place < 0) throw new InvalidArgumentError('expected a number of bytes');
  return place;
}
