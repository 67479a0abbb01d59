import type { RunSummary } from '../../contract/runs.ts';
import type { EngineClient } from '../gateway/engine-router.ts';
import type { Terminal } from './terminal.ts';

/**
 * The ids of the runs that ended with an earlier engine and that the present one does not execute. An engine takes up
 * all of them or none, so one that goes on speaks for the others.
 */
export async function findCutOffRuns(client: EngineClient): Promise<Set<string>> {
  const lists = await Promise.all(
    (['running', 'waiting'] as const).map((status) => client.runs.list({ status, polls: 'with', limit: 1000 })),
  );
  const unfinished = lists.flat();
  if (unfinished.length === 0) return new Set();
  const { startedAt, program } = await client.health.get({});
  const earlier = unfinished.filter(({ createdAt }) => createdAt < startedAt);
  // The app takes up whatever it finds.
  if (program === 'electron') return new Set();
  for (const run of earlier) if (await hasGoneOn(client, run, startedAt)) return new Set();
  return new Set(earlier.map(({ id }) => id));
}

async function hasGoneOn(client: EngineClient, { id: runId }: RunSummary, since: number): Promise<boolean> {
  const types = ['run.started', 'run.resumed', 'permission.requested'];
  const { events } = await client.events.list({ types, scope: { runId }, limit: 5000 });
  return events.some(({ at }) => at >= since);
}

/** Tells the person of runs that were cut off. */
export function reportCutOff(terminal: Terminal, runs: ReadonlySet<string>): void {
  if (runs.size === 0) return;
  terminal.err(`${countText(runs.size)} cut off; go on with: heron resume`);
}

function countText(count: number): string {
  return count === 1 ? '1 run was' : `${count} runs were`;
}
