import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { asJson, parseCount } from './reading-commands.ts';

const which = ['<webhook>', 'its id, or its template'] as const;

/** The commands about webhooks that start runs. Each loads its own code when it is called. */
export function addWebhookCommands(program: Command, context: CommandContext): void {
  const webhooks = program.command('webhooks').description('let others start runs of templates by calling an address');
  webhooks
    .command('list', { isDefault: true })
    .description('list them, with when each was called last')
    .option(...asJson)
    .action(async (options: { json?: boolean }) => {
      const { listWebhooks } = await import('./commands/webhooks.ts');
      context.end(await listWebhooks(context, options));
    });
  webhooks
    .command('add')
    .description('make an address that starts runs of a template, and write it; it is not shown again')
    .argument('<template>', 'its name, as heron plan templates lists it')
    .option('--limit <number>', 'how many runs it starts a minute at most', parseCount)
    .option(...asJson)
    .action(async (template: string, _options: unknown, command: Command) => {
      const { addWebhook } = await import('./commands/webhooks.ts');
      context.end(await addWebhook(context, template, command.optsWithGlobals()));
    });
  addChanges(webhooks, context);
}

function addChanges(webhooks: Command, context: CommandContext): void {
  webhooks
    .command('rotate')
    .description('give one a new address; the old one is void at once')
    .argument(...which)
    .option(...asJson)
    .action(async (name: string, _options: unknown, command: Command) => {
      const { rotateWebhook } = await import('./commands/webhooks.ts');
      context.end(await rotateWebhook(context, name, command.optsWithGlobals()));
    });
  for (const [verb, description] of [
    ['pause', 'have one start nothing until it is resumed; its address stays'],
    ['resume', 'have one start runs again'],
  ] as const) {
    webhooks
      .command(verb)
      .description(description)
      .argument(...which)
      .action(async (name: string) => {
        const { pauseWebhook } = await import('./commands/webhooks.ts');
        context.end(await pauseWebhook(context, name, verb));
      });
  }
  webhooks
    .command('remove')
    .description('remove one; runs it started go on')
    .argument(...which)
    .action(async (name: string) => {
      const { removeWebhook } = await import('./commands/webhooks.ts');
      context.end(await removeWebhook(context, name));
    });
  webhooks
    .command('calls')
    .description('list who called last: the runs that began, and why others did not')
    .argument(...which)
    .option('--limit <number>', 'how many', parseCount, 50)
    .option(...asJson)
    .action(async (name: string, _options: unknown, command: Command) => {
      const { listCalls } = await import('./commands/webhooks.ts');
      context.end(await listCalls(context, name, command.optsWithGlobals()));
    });
}
