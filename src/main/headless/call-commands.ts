import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from './command-context.ts';
import { asJson } from './reading-commands.ts';

const which = ['<call>', 'its id, or the end of it'] as const;

/** The commands about calls to the person. Each loads its own code when it is called. */
export function addCallCommands(program: Command, context: CommandContext): void {
  const calls = program.command('calls').description('see and take the calls by which Heron wants to talk to you');
  calls
    .command('list', { isDefault: true })
    .description('list those that ring, that were put off, and that nobody took')
    .option(...asJson)
    .action(async (options: { json?: boolean }) => {
      const { listCalls } = await import('./commands/calls.ts');
      context.end(await listCalls(context, options));
    });
  calls
    .command('answer')
    .description('take one: its words are written here')
    .argument(...which)
    .action(async (name: string) => {
      const { answerCall } = await import('./commands/calls.ts');
      context.end(await answerCall(context, name));
    });
  calls
    .command('later')
    .description('have it ring again')
    .argument(...which)
    .option('--minutes <number>', 'after so many', parseMinutes)
    .action(async (name: string, options: { minutes?: number }) => {
      const { putCallOff } = await import('./commands/calls.ts');
      context.end(await putCallOff(context, name, options));
    });
  calls
    .command('decline')
    .description('decline one that rings, or forget one that waits')
    .argument(...which)
    .action(async (name: string) => {
      const { declineCall } = await import('./commands/calls.ts');
      context.end(await declineCall(context, name));
    });
}

function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (!Number.isSafeInteger(minutes) || minutes < 1 || minutes > 1440) {
    throw new InvalidArgumentError('expected 1 to 1440 minutes');
  }
  return minutes;
}
