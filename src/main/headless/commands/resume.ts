import { findCutOffRuns } from '../cut-off-runs.ts';
import { exitCode } from '../exit-code.ts';
import { followRun } from '../follow-run.ts';
import { printable } from '../../base/printable.ts';
import { takeUpRun } from '../taken-up-run.ts';
import { type CommandParts, withEngine } from './command.ts';

/** `heron resume`: takes up the runs that ended with the engine, and follows them one after the other. */
export function resumeRuns({ terminal, openEngine }: CommandParts, options: { json?: boolean }): Promise<number> {
  const json = options.json === true;
  return withEngine(openEngine, { resumesRuns: true }, async (client, engine) => {
    const running = await client.runs.list({ status: 'running', polls: 'with' });
    const all = [...running, ...(await client.runs.list({ status: 'waiting', polls: 'with' }))];
    const left = engine.isRemote ? await findCutOffRuns(client) : new Set<string>();
    const unfinished = all.filter(({ id }) => !left.has(id));
    let worst: number = left.size > 0 ? exitCode.failed : exitCode.completed;
    for (const { id: runId, title } of unfinished) {
      if (!json) terminal.err(`${printable(title)} (${runId})`);
      const takenUp = await takeUpRun(engine, runId);
      const { plan, unattended } = takenUp.run;
      const isAttended = terminal.isAttended && !unattended;
      const follow = { terminal, engine, runId, plan, titles: new Map(), json, isAttended, takenUp };
      worst = Math.max(worst, await followRun(follow));
    }
    if (left.size > 0) {
      const runs = left.size === 1 ? '1 run' : `${left.size} runs`;
      terminal.err(`Another command is using Heron; ${runs} can go on when that has ended: heron resume`);
    }
    if (all.length === 0 && !json) terminal.err('No run is unfinished');
    return worst;
  });
}
