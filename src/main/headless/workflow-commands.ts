import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import type { WorkflowRunOptions } from './commands/workflows.ts';
import type { TestWorkflowOptions } from './commands/test-workflow.ts';
import { asJson } from './reading-commands.ts';
import { withRunOptions } from './running-commands.ts';

const which = ['<workflow>', 'its id, or its title'] as const;
const draft = ['--draft', 'as it stands in the builder, and not as it was published last'] as const;

/** The commands about plans that are kept and built on. Each loads its own code when it is called. */
export function addWorkflowCommands(program: Command, context: CommandContext): void {
  const workflows = program
    .command('workflows')
    .alias('workflow')
    .description('plans that are kept, built on and run again');
  workflows
    .command('list', { isDefault: true })
    .description('list them, the latest changed first')
    .option(...asJson)
    .action(async (options: { json?: boolean }) => {
      const { listWorkflows } = await import('./commands/workflows.ts');
      context.end(await listWorkflows(context, options));
    });
  workflows
    .command('show')
    .description('write its steps, and what keeps it from running')
    .argument(...which)
    .option(...asJson)
    .action(async (name: string, _options: unknown, command: Command) => {
      const { showWorkflow } = await import('./commands/workflows.ts');
      context.end(await showWorkflow(context, name, command.optsWithGlobals()));
    });
  addRunning(workflows, context);
  workflows
    .command('export')
    .description('write it as a file; the same workflow is always the same text')
    .argument(...which)
    .argument('[file]', 'where to; without it the standard output')
    .option(...draft)
    .action(async (name: string, file: string | undefined, options: { draft?: boolean }) => {
      const { exportWorkflow } = await import('./commands/workflows.ts');
      context.end(await exportWorkflow(context, name, file, options));
    });
  workflows
    .command('import')
    .description('make a workflow of a file; a plan is one as well')
    .argument('<file>', 'a file, or - for the standard input')
    .option(...asJson)
    .action(async (file: string, _options: unknown, command: Command) => {
      const { importWorkflow } = await import('./commands/workflows.ts');
      context.end(await importWorkflow(context, file, command.optsWithGlobals()));
    });
}

function addRunning(workflows: Command, context: CommandContext): void {
  withRunOptions(
    workflows
      .command('run')
      .description('run it as it was published last; one that never was, as it stands')
      .argument(...which)
      .option(...draft)
      .option('--to <step>', 'only up to this step, with what it waits for')
      .option('--only <step>', 'only this step, with what the others gave last time')
      .option(
        '--input <field=value>',
        'a field of its input, as JSON or a text; may be given several times',
        (value: string, before: string[]) => [...before, value],
        [],
      ),
  ).action(async (name: string, options: WorkflowRunOptions) => {
    const { runWorkflow } = await import('./commands/workflows.ts');
    context.end(await runWorkflow(context, name, options));
  });
  withRunOptions(
    workflows
      .command('test')
      .description('run its scenarios, and compare what its steps give with what they are to give')
      .argument(...which)
      .argument('[scenario...]', 'only these; without any all of them')
      .option(...draft),
  ).action(async (name: string, scenarios: string[], options: TestWorkflowOptions) => {
    const { testWorkflow } = await import('./commands/test-workflow.ts');
    context.end(await testWorkflow(context, name, scenarios, options));
  });
}
