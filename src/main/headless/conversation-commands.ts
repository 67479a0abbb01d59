import { type Command, Option } from 'commander';
import { exportForms } from '../../contract/conversations.ts';
import type { CommandContext } from './command-context.ts';
import type { ExportOptions } from './commands/conversations.ts';
import type { SayOptions } from './commands/folders.ts';
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
  addFolders(conversations, context);
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

function addFolders(conversations: Command, context: CommandContext): void {
  conversations
    .command('folder')
    .description('show where what is said in a folder goes on, and what is known of it')
    .argument('<name>')
    .option(...asJson)
    .action(async (name: string, options: { json?: boolean }) => {
      const { showFolder } = await import('./commands/folders.ts');
      context.end(await showFolder(context, name, options));
    });
  conversations
    .command('say')
    .description('say something, in a new conversation unless one or a folder is named')
    .argument('<words...>')
    .addOption(new Option('--conversation <conversation>', 'in this one').conflicts('folder'))
    .option(
      '--folder <name>',
      'in the last conversation of this folder, while that is short and fresh; else in a new one',
    )
    .option('--new', 'in a new conversation of the folder, which is told what was said before')
    .option('--json', 'write each event as a line of JSON')
    .action(async (words: string[], options: SayOptions) => {
      const { sayIn } = await import('./commands/folders.ts');
      context.end(await sayIn(context, words.join(' '), options));
    });
}
