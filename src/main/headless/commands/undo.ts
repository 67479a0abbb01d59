import type { EngineClient } from '../../gateway/engine-router.ts';
import { exitCode } from '../exit-code.ts';
import { findRun } from '../find-run.ts';
import { printableLine } from '../printable.ts';
import type { Terminal } from '../terminal.ts';
import { type CommandParts, withEngine } from './command.ts';

export type UndoOptions = { dryRun?: boolean };

/**
 * `heron undo <runId>`: puts the files back as they were before the run. What was changed since is left and named.
 * With `--dry-run` it only says so.
 */
export function undoRun({ terminal, openEngine }: CommandParts, runId: string, options: UndoOptions): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    await findRun(client, runId);
    return options.dryRun ? foretell(client, terminal, runId) : undo(client, terminal, runId);
  });
}

async function undo(client: EngineClient, terminal: Terminal, runId: string): Promise<number> {
  const { restored, conflicts } = await client.runs.undo({ runId });
  for (const path of restored) terminal.out(`restored ${printableLine(path)}`);
  for (const { path, reason } of conflicts) terminal.out(`left     ${printableLine(`${path} (${reason})`)}`);
  if (restored.length === 0 && conflicts.length === 0) terminal.err('The run changed no files');
  return conflicts.length === 0 ? exitCode.completed : exitCode.failed;
}

async function foretell(client: EngineClient, terminal: Terminal, runId: string): Promise<number> {
  const { restorable, conflicts, lasting, processes = [] } = await client.runs.previewUndo({ runId });
  for (const { path } of restorable) terminal.out(`would restore    ${printableLine(path)}`);
  for (const { path, reason } of conflicts) terminal.out(`would leave      ${printableLine(`${path} (${reason})`)}`);
  for (const name of processes) terminal.out(`would stop       ${printableLine(name)}`);
  for (const { taskId, title } of lasting) terminal.out(`cannot be undone ${printableLine(`${title} (${taskId})`)}`);
  if (restorable.length === 0 && conflicts.length === 0) terminal.err('There are no files to put back');
  return conflicts.length === 0 ? exitCode.completed : exitCode.failed;
}
