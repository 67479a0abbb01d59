import { join } from 'node:path';
import type { Plan } from '../../src/contract/plan.ts';
import { systemClock } from '../../src/main/base/clock.ts';
import { openDatabase } from '../../src/main/base/database.ts';
import { createEventLog, type EventDraft } from '../../src/main/base/event-log.ts';
import { createIds } from '../../src/main/base/ids.ts';
import { runStore } from '../../src/main/features/runs/store.ts';
import { runTables } from '../../src/main/orchestrator/run-tables.ts';

const atOnce = 5000;

/** Writes what an engine would have written of a run over a long list, into a data folder that no engine has yet. Gives its id. */
export async function writeLongRun(dataFolder: string, plan: Plan, items: number): Promise<string> {
  const database = openDatabase({ file: join(dataFolder, 'heron.db') });
  const makeId = createIds();
  const log = createEventLog({ database, makeId, clock: systemClock });
  const store = runStore(database);
  const tables = runTables(database);
  const runId = makeId('run');
  const write = (drafts: EventDraft[]): Promise<unknown> =>
    log.append(drafts, (events) => {
      for (const event of events) {
        store.apply(event);
        tables.phases.apply(event);
        tables.items.apply(event);
      }
    });
  const scope = { runId, taskId: 'all' };
  await write([
    { type: 'run.created', scope: { runId }, payload: { plan, source: 'person', unattended: true } },
    { type: 'run.started', scope: { runId }, payload: {} },
    { type: 'task.opened', scope, payload: { attempt: 1, total: items } },
  ]);
  for (let from = 0; from < items; from += atOnce) {
    const length = Math.min(atOnce, items - from);
    await write(Array.from({ length }, (_, index) => itemEvents(runId, from + index)).flat());
  }
  const done = { attempt: 1, output: null, says: `${items} of ${items} done.` };
  await write([
    { type: 'task.completed', scope, payload: done },
    { type: 'run.completed', scope: { runId }, payload: {} },
  ]);
  await log.close();
  database.close();
  return runId;
}

/** Every hundredth fails and is passed over. */
function itemEvents(runId: string, index: number): EventDraft[] {
  const scope = { runId, taskId: `all/${index}`, workerId: 'echo-isolate' };
  const text = `item ${index + 1}`;
  const started = { attempt: 1, input: { text }, idempotencyKey: `${runId}/all/${index}` };
  const error = { code: 'network' as const, message: 'Nobody answers' };
  return [
    { type: 'task.started', scope, payload: started },
    index % 100 === 99
      ? { type: 'task.skipped', scope, payload: { reason: 'it failed, and the plan goes on without it', error } }
      : { type: 'task.completed', scope, payload: { attempt: 1, output: { text }, says: text } },
  ];
}
