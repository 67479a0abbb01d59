import type { WorkerStatistics } from '../../../contract/workers.ts';
import { exitCode } from '../exit-code.ts';
import { tableLines } from '../table.ts';
import { type CommandParts, withEngine } from './command.ts';

/** `heron workers`: who can do what, and what surrounds each on this machine. */
export function listWorkers({ terminal, openEngine }: CommandParts, options: { json?: boolean }): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const workers = await client.workers.list({});
    const rows = workers.map(({ id, state, manifest, isolation, error, statistics }) => {
      const actions = [...Object.keys(manifest?.actions ?? {}), ...(manifest?.hooks ?? [])].join(', ');
      return [id, manifest?.version ?? '?', state, figures(statistics), isolation, error ? error.message : actions];
    });
    for (const line of options.json ? [JSON.stringify(workers)] : tableLines(rows)) terminal.out(line);
    return exitCode.completed;
  });
}

/** Nothing of a worker that was never used. */
function figures({ calls, errors, startMs, memoryMb }: WorkerStatistics): string {
  if (calls === 0) return '';
  const start = startMs === undefined ? '' : `, start ${Math.round(startMs)} ms`;
  const memory = memoryMb === undefined ? '' : `, ${Math.round(memoryMb)} MB`;
  return `${calls} calls, ${errors} errors${start}${memory}`;
}
