import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import type { SaveOptions } from './commands/save-plan.ts';

function collected(value: string, before: string[]): string[] {
  return [...before, value];
}

/** The commands about plans that run nothing. Each loads its own code when it is called. */
export function addPlanCommands(program: Command, context: CommandContext): void {
  const plan = program.command('plan').description('check and draw plans, and see what changed between two');
  plan
    .command('check')
    .description('name everything that keeps a plan from running')
    .argument('<plan.json>', 'a file, or - for the standard input')
    .option('--json', 'write JSON')
    .action(async (file: string, options: { json?: boolean }) => {
      const { checkPlan } = await import('./commands/plans.ts');
      context.end(await checkPlan(context, file, options));
    });
  plan
    .command('draw')
    .description('write a plan as a Mermaid flowchart, or a run with the state of each task')
    .argument('<plan>', 'a file, - for the standard input, or the id of a run')
    .action(async (source: string) => {
      const { drawPlanOf } = await import('./commands/plans.ts');
      context.end(await drawPlanOf(context, source));
    });
  plan
    .command('templates')
    .description('list plans with parameters that tasks can use, and what is wrong with their files')
    .option('--json', 'write JSON')
    .action(async (options: { json?: boolean }) => {
      const { listTemplates } = await import('./commands/plans.ts');
      context.end(await listTemplates(context, options));
    });
  plan
    .command('save')
    .description('keep the plan of a run, or of a file, as a template with inputs')
    .argument('<plan>', 'a file, - for the standard input, or the id of a run')
    .requiredOption('--as <name>', 'lower-case words with - between them')
    .option('--title <title>', 'what it is called; without it, as the plan')
    .option('--description <text>', 'what it does; without it, its title')
    .option('--input <name=place>', 'a literal that is given from outside, as --inputs lists them', collected, [])
    .option('--inputs', 'list the literals that can be inputs, and save nothing')
    .option('--overwrite', 'in the place of a template of that name')
    .option('--json', 'write JSON')
    .action(async (source: string, options: SaveOptions) => {
      const { savePlan } = await import('./commands/save-plan.ts');
      context.end(await savePlan(context, source, options));
    });
  plan
    .command('diff')
    .description('write what became of a plan: tasks added, removed and changed')
    .argument('<before>', 'a file, or the id of a run')
    .argument('<after>', 'a file, or the id of a run')
    .option('--json', 'write JSON')
    .action(async (before: string, after: string, options: { json?: boolean }) => {
      const { diffPlans } = await import('./commands/plans.ts');
      context.end(await diffPlans(context, before, after, options));
    });
}
