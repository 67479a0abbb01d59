import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { dataFolder } from '../base/paths.ts';
import type { App } from './app-folder.ts';
import { addBundleCommands } from './bundle-commands.ts';
import { addConversationCommands } from './conversation-commands.ts';
import { exitCode, exitCodeOf } from './exit-code.ts';
import { failureOf } from './failure-of.ts';
import { createOpenEngine } from './open-engine.ts';
import { addPolicyCommands } from './policy-commands.ts';
import { printable } from '../base/printable.ts';
import { addImportCommands } from './import-commands.ts';
import { addKeepingCommands } from './keeping-commands.ts';
import { addMemoryCommands } from './memory-commands.ts';
import { addModelCommands } from './model-commands.ts';
import { addObservingCommands } from './observing-commands.ts';
import { addPlanCommands } from './plan-commands.ts';
import { addCallCommands } from './call-commands.ts';
import { addProcessCommands } from './process-commands.ts';
import { addReadingCommands } from './reading-commands.ts';
import { addRunningCommands } from './running-commands.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { addWebhookCommands } from './webhook-commands.ts';
import { addStartingCommands } from './starting-commands.ts';
import { addMcpCommands } from './mcp-commands.ts';
import { addScheduleCommands } from './schedule-commands.ts';
import { addWorkflowCommands } from './workflow-commands.ts';

/** Reads the arguments (without Node and the script), does what they say and gives the exit code. */
export async function runCommandLine(argv: string[], parts: { terminal: Terminal; app: App }): Promise<number> {
  const { terminal } = parts;
  let code: number = exitCode.completed;
  const program = createProgram(parts, (ended) => void (code = ended), argv[0]);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.completed : exitCode.usage;
    if (error instanceof UsageError) {
      terminal.err(printable(error.message));
      return exitCode.usage;
    }
    const failure = failureOf(error);
    terminal.err(printable(failure.message));
    return exitCodeOf(failure);
  }
}

/**
 * All commands, or where `only` names one that makes something happen, those beside it; `end` is told the exit code. Nothing is
 * loaded or opened before one of them is carried out.
 */
export function createProgram(
  { terminal, app }: { terminal: Terminal; app: App },
  end: (code: number) => void,
  only?: string,
): Command {
  const program = new Command('heron')
    .description('Does the work on your machine: plans it, asks for permission, runs it and remembers every step.')
    .version(app.version)
    .option('--data-dir <folder>', "where Heron keeps its data, instead of the system's place for it")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    });
  const findDataFolder = (): string => {
    const { dataDir } = program.opts<{ dataDir?: string }>();
    if (dataDir === '') throw new UsageError('--data-dir names no folder');
    return dataDir === undefined ? dataFolder(terminal.environment) : resolve(terminal.cwd, dataDir);
  };
  const context = {
    terminal,
    app,
    findDataFolder,
    openEngine: createOpenEngine({ terminal, app, findDataFolder }),
    end,
  };
  addRunningCommands(program, context);
  // A start needs none of the others.
  if (only !== undefined && program.commands.some((command) => command.name() === only)) return program;
  addPlanCommands(program, context);
  addWebhookCommands(program, context);
  addMcpCommands(program, context);
  addStartingCommands(program, context);
  addModelCommands(program, context);
  addWorkflowCommands(program, context);
  addImportCommands(program, context);
  addScheduleCommands(program, context);
  addConversationCommands(program, context);
  addMemoryCommands(program, context);
  addReadingCommands(program, context);
  addBundleCommands(program, context);
  addProcessCommands(program, context);
  addCallCommands(program, context);
  addKeepingCommands(program, context);
  addObservingCommands(program, context);
  addPolicyCommands(program, context);
  return program;
}
