import { type Command, Option } from 'commander';
import { mostRemembered } from '../../contract/memory.ts';
import type { CommandContext } from './command-context.ts';
import type { MemoryOptions } from './commands/memory.ts';
import { asJson, parseCount } from './reading-commands.ts';

/** The commands about what is remembered. Each loads its code when it is called. */
export function addMemoryCommands(program: Command, context: CommandContext): void {
  const memory = program.command('memory').description('look up what was said, noted and written down');
  withScope(memory.command('search').description('find what is remembered, by words').argument('<words...>')).action(
    async (words: string[], options: MemoryOptions) => {
      const { searchMemory } = await import('./commands/memory.ts');
      context.end(await searchMemory(context, words.join(' '), options));
    },
  );
  withScope(
    memory.command('summarize').description('have a model say what is remembered of something').argument('<words...>'),
  ).action(async (words: string[], options: MemoryOptions) => {
    const { summarizeMemory } = await import('./commands/memory.ts');
    context.end(await summarizeMemory(context, words.join(' '), options));
  });
}

function withScope(command: Command): Command {
  return command
    .option('--channel <channel>', 'what a sender said in this channel, instead of what was said with you')
    .option('--sender <sender>', 'who it was, as the channel names them')
    .addOption(
      new Option('--conversation <conversation>', 'what was said in this one alone').conflicts(['channel', 'sender']),
    )
    .option('--limit <number>', `how many pieces, at most ${mostRemembered.most}`, parseCount, mostRemembered.usual)
    .option(...asJson);
}
