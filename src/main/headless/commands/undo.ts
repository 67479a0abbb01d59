import { exitCode } from '../exit-code.ts';
import { findRun } from '../find-run.ts';
import { printableLine } from '../printable.ts';
import { type CommandParts, withEngine } from './command.ts';

/** `heron undo <runId>`: puts the files back as they were before the run. What was changed since is left and named. */
export function undoRun({ terminal, openEngine }: CommandParts, runId: string): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    await findRun(client, runId);
    const { restored, conflicts } = await client.runs.undo({ runId });
    for (const path of restored) terminal.out(`restored ${printableLine(path)}`);
    for (const { path, reason } of conflicts) terminal.out(`left     ${printableLine(`${path} (${reason})`)}`);
    if (restored.length === 0 && conflicts.length === 0) terminal.err('The run changed no files');
    return conflicts.length === 0 ? exitCode.completed : exitCode.failed;
  });
}
