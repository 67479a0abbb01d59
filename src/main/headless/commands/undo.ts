import type { UndonePath, UndoPreview } from '../../../contract/undo.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { createAttendant } from '../attend-run.ts';
import { exitCode } from '../exit-code.ts';
import { findRun } from '../find-run.ts';
import { printableLine } from '../../base/printable.ts';
import type { Terminal } from '../terminal.ts';
import { type CommandParts, withEngine } from './command.ts';

export type UndoOptions = { dryRun?: boolean };

/**
 * `heron undo <runId>`: puts the files back as they were before the run. What was changed since is left and named.
 * What cannot be undone is said first.
 * With `--dry-run` it only says so.
 */
export function undoRun({ terminal, openEngine }: CommandParts, runId: string, options: UndoOptions): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client, engine) => {
    const { plan } = await findRun(client, runId);
    if (options.dryRun) return foretell(client, terminal, runId);
    const titles = new Map(plan.tasks.map(({ id, title }) => [id, title ?? id]));
    const stopAsking = await askAlongside({ terminal, engine, runId, taskTitle: (id) => titles.get(id) ?? id });
    return undo(client, terminal, runId).finally(stopAsking);
  });
}

/** What takes effects back may need permissions: somebody at the terminal is asked while it is done. */
async function askAlongside(parts: Parameters<typeof createAttendant>[0]): Promise<() => void> {
  const { terminal, engine, runId } = parts;
  const stop = new AbortController();
  const { signal } = stop;
  const attendant = terminal.isAttended ? createAttendant(parts) : undefined;
  const events = await (await engine.client()).events.watch({ types: ['permission.*'], scope: { runId } }, { signal });
  const follow = async (): Promise<void> => {
    for await (const event of events) {
      attendant?.heed(event);
      if (attendant || event.type !== 'permission.requested') continue;
      const { need } = event.payload.request;
      terminal.err(
        printableLine(
          `Waiting for the permission ${need.capability} ${need.target}; heron permissions inbox has its code`,
        ),
      );
    }
  };
  // What ends the watching is that it is over.
  follow().catch(() => undefined);
  return () => {
    attendant?.close();
    stop.abort();
  };
}

async function undo(client: EngineClient, terminal: Terminal, runId: string): Promise<number> {
  const { restorable, lasting } = await client.runs.previewUndo({ runId });
  // Known before anything is asked or put back.
  for (const line of lastingLines(lasting)) terminal.out(line);
  const made = new Set(restorable.filter(wasMade).map(({ path }) => path));
  const { restored, conflicts, compensated = [], uncompensated = [] } = await client.runs.undo({ runId });
  for (const path of compensated) terminal.out(`took back ${printableLine(path)}`);
  for (const { taskId, action, reason } of uncompensated) {
    terminal.out(`could not take back ${printableLine(`${taskId} with ${action} (${reason})`)}`);
  }
  for (const path of restored) terminal.out(`${made.has(path) ? 'removed ' : 'restored'} ${printableLine(path)}`);
  for (const { path, reason } of conflicts) terminal.out(`left     ${printableLine(`${path} (${reason})`)}`);
  if (restored.length === 0 && conflicts.length === 0) terminal.err('The run changed no files');
  return conflicts.length === 0 && uncompensated.length === 0 ? exitCode.completed : exitCode.failed;
}

async function foretell(client: EngineClient, terminal: Terminal, runId: string): Promise<number> {
  const {
    restorable,
    conflicts,
    lasting,
    processes = [],
    compensations = [],
  } = await client.runs.previewUndo({ runId });
  for (const each of restorable) {
    terminal.out(`would ${wasMade(each) ? 'remove ' : 'restore'}    ${printableLine(each.path)}`);
  }
  for (const { path, reason } of conflicts) terminal.out(`would leave      ${printableLine(`${path} (${reason})`)}`);
  for (const { taskId, action } of compensations) {
    terminal.out(`would call       ${printableLine(`${action} (takes back ${taskId})`)}`);
  }
  for (const name of processes) terminal.out(`would stop       ${printableLine(name)}`);
  for (const line of lastingLines(lasting)) terminal.out(line);
  if (restorable.length === 0 && conflicts.length === 0) terminal.err('There are no files to put back');
  return conflicts.length === 0 ? exitCode.completed : exitCode.failed;
}

function lastingLines(lasting: UndoPreview['lasting']): string[] {
  return lasting.map(({ taskId, title }) => `cannot be undone ${printableLine(`${title} (${taskId})`)}`);
}

/** What the run made is gone when it is put back. */
function wasMade({ kind }: UndonePath): boolean {
  return kind === 'created' || kind === 'folder-created';
}
