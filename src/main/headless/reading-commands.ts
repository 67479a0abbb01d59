import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Answer } from '../../contract/permissions.ts';
import type { RunStatus } from '../../contract/runs.ts';
import type { CommandContext } from './command-context.ts';
import type { TailOptions } from './commands/events.ts';
import type { ListOptions } from './commands/runs.ts';
import { addAnswer, addResolve } from './running-commands.ts';
import { addWorkerCommands } from './worker-commands.ts';

const statuses: RunStatus[] = ['waiting', 'running', 'completed', 'failed', 'cancelled'];
export const asJson = ['--json', 'write JSON'] as const;

/** The commands that show what there is and what happened. Each loads its own code when it is called. */
export function addReadingCommands(program: Command, context: CommandContext): void {
  addRuns(program, context);
  addBlobs(program, context);
  addEvents(program, context);
  addWorkerCommands(program, context);
  addPermissions(program, context);
}

function addRuns(program: Command, context: CommandContext): void {
  const runs = program
    .command('runs')
    .description('list the newest runs')
    .addOption(new Option('--status <status>', 'only runs that are').choices(statuses))
    .option('--limit <number>', 'how many', parseCount, 30)
    .option(...asJson)
    .action(async (options: ListOptions) => {
      const { listRuns } = await import('./commands/runs.ts');
      context.end(await listRuns(context, options));
    });
  runs
    .command('show')
    .description('show a run, task by task')
    .argument('<run>')
    .option(...asJson)
    .action(async (runId: string, _options: unknown, command: Command) => {
      const { showRun } = await import('./commands/runs.ts');
      context.end(await showRun(context, runId, command.optsWithGlobals()));
    });
  addReplay(program, context);
  addAnswer(runs, context);
  addResolve(runs, context);
}

function addReplay(program: Command, context: CommandContext): void {
  program
    .command('replay')
    .description('execute a run once more from its log, without workers or effects, and say whether it is the same')
    .argument('<run>')
    .option(...asJson)
    .action(async (runId: string, options: { json?: boolean }) => {
      const { replayRun } = await import('./commands/replay.ts');
      context.end(await replayRun(context, runId, options));
    });
}

function addBlobs(program: Command, context: CommandContext): void {
  const blob = program.command('blob').description('images, recordings and files that runs made');
  blob
    .command('get')
    .description('write the bytes of a blob to the standard output')
    .argument('<blob>')
    .action(async (blobId: string) => {
      const { getBlob } = await import('./commands/blob.ts');
      context.end(await getBlob(context, blobId));
    });
  blob
    .command('list')
    .description('list what a run made')
    .argument('<run>')
    .option(...asJson)
    .action(async (runId: string, options: { json?: boolean }) => {
      const { listBlobs } = await import('./commands/blob.ts');
      context.end(await listBlobs(context, runId, options.json === true));
    });
}

function addEvents(program: Command, context: CommandContext): void {
  program
    .command('events')
    .description('read the log of everything that happened')
    .command('tail')
    .description('write the last events')
    .option('--follow', 'and go on with those that come')
    .option('--after <seq>', 'all after this place in the log', parseCount)
    .option('--types <types>', 'only these, like task.completed or run.*, with commas between', (text) =>
      text.split(','),
    )
    .option(...asJson)
    .action(async (options: TailOptions) => {
      const { tailEvents } = await import('./commands/events.ts');
      context.end(await tailEvents(context, options));
    });
}

function addPermissions(program: Command, context: CommandContext): void {
  const permissions = program
    .command('permissions')
    .description('see and take back what was allowed, and answer what waits');
  permissions
    .command('list', { isDefault: true })
    .description('list the grants in force')
    .option(...asJson)
    .action(async (options: { json?: boolean }) => {
      const { listGrants } = await import('./commands/permissions.ts');
      context.end(await listGrants(context, options));
    });
  permissions
    .command('inbox')
    .description('list the questions that wait for an answer, with their codes')
    .option(...asJson)
    .action(async (_options: unknown, command: Command) => {
      const { listInbox } = await import('./commands/permissions.ts');
      context.end(await listInbox(context, command.optsWithGlobals()));
    });
  permissions
    .command('answer')
    .description('answer the question that has this code')
    .argument('<code>')
    .argument('<answer>', answers.join(', '), parseAnswer)
    .action(async (code: string, answer: Answer) => {
      const { answerByCode } = await import('./commands/permissions.ts');
      context.end(await answerByCode(context, code, answer));
    });
  permissions
    .command('revoke')
    .description('take a grant back')
    .argument('<grant>')
    .action(async (grantId: string) => {
      const { revokeGrant } = await import('./commands/permissions.ts');
      context.end(await revokeGrant(context, grantId));
    });
}

const answers: Answer[] = ['once', 'run', 'conversation', 'always', 'deny'];

function parseAnswer(text: string): Answer {
  const answer = answers.find((each) => each === text);
  if (!answer) throw new InvalidArgumentError(`expected ${answers.join(', ')}`);
  return answer;
}

export function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 0) throw new InvalidArgumentError('expected a whole number');
  return count;
}
