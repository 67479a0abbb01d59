import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import type { ExportOptions, ImportOptions } from './commands/imports.ts';
import { asJson } from './reading-commands.ts';

/** The commands about workflows of other programs. Each loads its own code when it is called. */
export function addImportCommands(program: Command, context: CommandContext): void {
  program
    .command('import')
    .description('make a workflow of one of n8n or Node-RED, and say what of it runs; nothing is run')
    .argument('<file>', 'a file that one of them exported, or - for the standard input')
    .option('--dry-run', 'only say what would become of it')
    .option(...asJson)
    .action(async (file: string, _options: unknown, command: Command) => {
      const { importForeign } = await import('./commands/imports.ts');
      context.end(await importForeign(context, file, command.optsWithGlobals<ImportOptions>()));
    });
  program
    .command('export')
    .description('write a workflow for another program, and say what of it is the same there')
    .argument('<workflow>', 'its id, or its title')
    .argument('[file]', 'where to; without it the standard output')
    .requiredOption('--as <program>', 'n8n or node-red')
    .option('--draft', 'as it stands in the builder, and not as it was published last')
    .action(async (name: string, file: string | undefined, options: ExportOptions) => {
      const { exportForeign } = await import('./commands/imports.ts');
      context.end(await exportForeign(context, name, file, options));
    });
}
