import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { asJson } from './reading-commands.ts';

/** What starts by itself, all at once, and whether what Heron was given still lets it in. Each loads its own code when it is called. */
export function addStartingCommands(program: Command, context: CommandContext): void {
  program
    .command('triggers')
    .description('all that starts something with nobody there: schedules and webhooks')
    .option(...asJson)
    .action(async (options: { json?: boolean }) => {
      const { listTriggers } = await import('./commands/triggers.ts');
      context.end(await listTriggers(context, options));
    });
  program
    .command('auth')
    .description('keys of models and sign-ins at MCP servers')
    .command('check')
    .description(
      'whether they let Heron in: ends with 0, with 1 where one is missing or has ended, 2 where one ends within a day',
    )
    .option(...asJson)
    .action(async (_options: unknown, command: Command) => {
      const { checkAuth } = await import('./commands/auth.ts');
      context.end(await checkAuth(context, command.optsWithGlobals()));
    });
}
