import { timeWithin } from '../../../contract/action-times.ts';
import { FailureClass, failureClassNames } from '../../../contract/failure-classes.ts';
import type { Worker, WorkerStatistics } from '../../../contract/workers.ts';
import { exitCode } from '../exit-code.ts';
import { tableLines } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { type CommandParts, withEngine } from './command.ts';

/** `heron workers`: who can do what, and what surrounds each on this machine. */
export function listWorkers(
  { terminal, openEngine }: CommandParts,
  options: { json?: boolean; actions?: boolean },
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const workers = await client.workers.list({});
    const rows = workers.map(({ id, state, manifest, isolation, error, statistics }) => {
      const actions = [...Object.keys(manifest?.actions ?? {}), ...(manifest?.hooks ?? [])].join(', ');
      return [id, manifest?.version ?? '?', state, figures(statistics), isolation, error ? error.message : actions];
    });
    if (options.actions) return listActions(terminal, workers);
    for (const line of options.json ? [JSON.stringify(workers)] : tableLines(rows)) terminal.out(line);
    return exitCode.completed;
  });
}

/** How often each action was called, how long calls took, and what went wrong. */
function listActions(terminal: Terminal, workers: Worker[]): number {
  const rows = workers.flatMap(({ id, statistics }) =>
    Object.entries(statistics.actions ?? {}).map(([name, { calls, errors, times }]) => {
      const within = [50, 99].map((percent) => `p${percent} ${Math.round(timeWithin(times, percent) ?? 0)} ms`);
      const wrong = FailureClass.options.flatMap((kind) =>
        errors[kind] ? [`${errors[kind]} ${failureClassNames[kind]}`] : [],
      );
      return [`${id}.${name}`, `${calls} calls`, ...within, wrong.join(', ')];
    }),
  );
  if (rows.length === 0) terminal.err('No action has been called yet.');
  for (const line of tableLines(rows)) terminal.out(line);
  return exitCode.completed;
}

/** Nothing of a worker that was never used. */
function figures({ calls, errors, startMs, memoryMb }: WorkerStatistics): string {
  if (calls === 0) return '';
  const start = startMs === undefined ? '' : `, start ${Math.round(startMs)} ms`;
  const memory = memoryMb === undefined ? '' : `, ${Math.round(memoryMb)} MB`;
  return `${calls} calls, ${errors} errors${start}${memory}`;
}
