import { exitCode } from '../exit-code.ts';
import { followRun } from '../follow-run.ts';
import { printable } from '../printable.ts';
import { takeUpRun } from '../taken-up-run.ts';
import { type CommandParts, withEngine } from './command.ts';

/** `heron resume`: takes up the runs that ended with the engine, and follows them one after the other. */
export function resumeRuns({ terminal, openEngine }: CommandParts, options: { json?: boolean }): Promise<number> {
  const json = options.json === true;
  return withEngine(openEngine, { resumesRuns: true }, async (client, engine) => {
    const running = await client.runs.list({ status: 'running' });
    const unfinished = [...running, ...(await client.runs.list({ status: 'waiting' }))];
    let worst: number = exitCode.completed;
    for (const { id: runId, title } of unfinished) {
      if (!json) terminal.err(`${printable(title)} (${runId})`);
      const takenUp = await takeUpRun(engine, runId);
      const { plan, unattended } = takenUp.run;
      const isAttended = terminal.isAttended && !unattended;
      const follow = { terminal, engine, runId, plan, titles: new Map(), json, isAttended, takenUp };
      worst = Math.max(worst, await followRun(follow));
    }
    if (unfinished.length === 0 && !json) terminal.err('No run is unfinished');
    return worst;
  });
}
