import { type Command, InvalidArgumentError, Option } from 'commander';
import { logFormats } from './log-formats.ts';
import type { CommandContext } from './command-context.ts';
import type { RunOptions } from './commands/command.ts';
import type { ForkOptions } from './commands/fork.ts';
import type { ServeOptions } from './commands/serve.ts';
import type { UndoOptions } from './commands/undo.ts';
import type { Decision } from './uncertain-tasks.ts';

/** The commands that make something happen. Each loads its own code when it is called. */
export function addRunningCommands(program: Command, context: CommandContext): void {
  withRunOptions(program.command('do').description('plan a sentence and run it').argument('<text...>')).action(
    async (words: string[], options: RunOptions) => {
      const { doText } = await import('./commands/do.ts');
      context.end(await doText(context, words.join(' '), options));
    },
  );
  withRunOptions(
    program
      .command('run')
      .description('run a plan as it stands')
      .argument('<plan.json>', 'a file, or - for the standard input'),
  ).action(async (file: string, options: RunOptions) => {
    const { runPlan } = await import('./commands/run-plan.ts');
    context.end(await runPlan(context, file, options));
  });
  withRunOptions(
    program
      .command('fork')
      .description('run again from a task on: what does not come after it is kept as it was, and not done again')
      .argument('<run>')
      .requiredOption('--from <task>', 'the task to begin with; one inside others by its path, like list/17/hash')
      .option(
        '--set <field=value>',
        "a field of the task's input, like input.path=/tmp/a; may be given several times",
        (value: string, before: string[]) => [...before, value],
        [],
      ),
  ).action(async (runId: string, options: ForkOptions) => {
    const { forkRun } = await import('./commands/fork.ts');
    context.end(await forkRun(context, runId, options));
  });
  program
    .command('resume')
    .description('go on with the runs that were cut off')
    .option('--json', 'write each event as a line of JSON')
    .action(async (options: { json?: boolean }) => {
      const { resumeRuns } = await import('./commands/resume.ts');
      context.end(await resumeRuns(context, options));
    });
  program
    .command('undo')
    .description('put every file back as it was before a run')
    .argument('<run>')
    .option('--dry-run', 'only say what would be put back, what would be left, and what cannot be undone')
    .action(async (runId: string, options: UndoOptions) => {
      const { undoRun } = await import('./commands/undo.ts');
      context.end(await undoRun(context, runId, options));
    });
  addServe(program, context);
  addOpen(program, context);
}

export function withRunOptions(command: Command): Command {
  return command
    .option(
      '--allow <permission>',
      'plan, or capability:target such as files.read:/home/me; may be given several times',
      (value: string, before: string[]) => [...before, value],
      [],
    )
    .option('--wait-for-permission', 'where nobody can be asked, wait until the question is answered elsewhere')
    .option('--json', 'write each event as a line of JSON');
}

function addServe(program: Command, context: CommandContext): void {
  program
    .command('serve')
    .description('run the engine with its interface on this machine')
    .option('--open', 'open the interface in a window')
    .option('--headless', 'open no window, only print the link')
    .option('--port <number>', 'the port to listen on, on 127.0.0.1; a free one if not given', parsePort, 0)
    .addOption(new Option('--log-format <format>', 'write the log to the standard error as well').choices(logFormats))
    .option('--print-api-token', 'print the token that scripts call the HTTP API with')
    .action(async (options: ServeOptions) => {
      const { serve } = await import('./commands/serve.ts');
      const { terminal, app } = context;
      context.end(await serve({ terminal, app, dataFolder: context.findDataFolder() }, options));
    });
}

function addOpen(program: Command, context: CommandContext): void {
  program
    .command('open')
    .description('open the interface in a window')
    .argument('[target]', 'a link to a screen, like heron://inbox, or a plan file, which is shown and not run')
    .action(async (target: string | undefined) => {
      const { open } = await import('./commands/open.ts');
      const { terminal, app } = context;
      context.end(await open({ terminal, app, dataFolder: context.findDataFolder() }, target));
    });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('expected 0 to 65535');
  return port;
}

/** `runs answer`, added to the group of `runs`. */
export function addAnswer(runs: Command, context: CommandContext): void {
  runs
    .command('answer')
    .description('answer the question a task stopped with')
    .argument('<run>')
    .argument('<task>')
    .argument('<answer...>')
    .action(async (runId: string, taskId: string, words: string[]) => {
      const { answerTask } = await import('./commands/runs.ts');
      context.end(await answerTask(context, runId, taskId, words.join(' ')));
    });
}

/** `runs resolve`, added to the group of `runs`. */
export function addResolve(runs: Command, context: CommandContext): void {
  const decisions: Decision[] = ['retry', 'skip', 'abort'];
  runs
    .command('resolve')
    .description('decide about a task that was cut off where it must not be repeated blindly')
    .argument('<run>')
    .argument('<task>')
    .argument('<decision>', decisions.join(', '), (text) => {
      const decision = decisions.find((each) => each === text);
      if (!decision) throw new InvalidArgumentError(`expected ${decisions.join(', ')}`);
      return decision;
    })
    .action(async (runId: string, taskId: string, decision: Decision) => {
      const { resolveTask } = await import('./commands/runs.ts');
      context.end(await resolveTask(context, runId, taskId, decision));
    });
}
