import { exitCode } from '../exit-code.ts';
import { tableLines } from '../table.ts';
import { type CommandParts, withEngine } from './command.ts';

/** `heron workers`: who can do what, and what surrounds each on this machine. */
export function listWorkers({ terminal, openEngine }: CommandParts, options: { json?: boolean }): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const workers = await client.workers.list({});
    const rows = workers.map(({ id, state, manifest, isolation, error }) => {
      const actions = [...Object.keys(manifest?.actions ?? {}), ...(manifest?.hooks ?? [])].join(', ');
      return [id, manifest?.version ?? '?', state, isolation, error ? error.message : actions];
    });
    for (const line of options.json ? [JSON.stringify(workers)] : tableLines(rows)) terminal.out(line);
    return exitCode.completed;
  });
}
