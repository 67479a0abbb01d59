import { type Command, Option } from 'commander';
import { exportForms } from '../../contract/conversations.ts';
import type { CommandContext } from './command-context.ts';
import type { ExportOptions } from './commands/conversations.ts';
import { asJson } from './reading-commands.ts';

/** The commands about conversations. Each loads its code when it is called. */
export function addConversationCommands(program: Command, context: CommandContext): void {
  const conversations = program.command('conversations').description('look at conversations, and take them along');
  conversations
    .command('list', { isDefault: true })
    .description('list the conversations, the one spoken in last first')
    .option(...asJson)
    .action(async (options: { json?: boolean }) => {
      const { listConversations } = await import('./commands/conversations.ts');
      context.end(await listConversations(context, options));
    });
  conversations
    .command('search')
    .description('find conversations by their titles and what was said')
    .argument('<words...>')
    .option(...asJson)
    .action(async (words: string[], options: { json?: boolean }) => {
      const { searchConversations } = await import('./commands/conversations.ts');
      context.end(await searchConversations(context, words.join(' '), options));
    });
  conversations
    .command('import')
    .description('begin a conversation with what a file from "export --format json" holds')
    .argument('<file>')
    .action(async (file: string) => {
      const { importConversation } = await import('./commands/conversations.ts');
      context.end(await importConversation(context, file));
    });
  conversations
    .command('export')
    .description('write a conversation as Markdown or JSON')
    .argument('<conversation>', 'its id')
    .addOption(new Option('--format <format>', 'what to write').choices([...exportForms]).default('markdown'))
    .option('--out <file>', 'a file that does not exist, instead of the standard output')
    .action(async (conversationId: string, options: ExportOptions) => {
      const { exportConversation } = await import('./commands/conversations.ts');
      context.end(await exportConversation(context, conversationId, options));
    });
}
