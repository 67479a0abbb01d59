import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../../contract/json.ts';
import type { ReplayReport, TracedEvent } from '../../../contract/forks.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import type { Run } from '../../../contract/runs.ts';
import type { Database } from '../../base/database.ts';
import { openDatabase } from '../../base/database.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import { makeFolder } from '../../base/make-folder.ts';
import type { Scrubber } from '../../base/scrubber.ts';
import type { Catalogue } from '../../orchestrator/catalogue.ts';
import type { ItemRows } from '../../orchestrator/item-rows.ts';
import { actionsOf } from '../../orchestrator/checking/plan-actions.ts';
import { type Difference, replayRun } from '../../orchestrator/replay/replay-run.ts';
import { tracedTypes } from '../../orchestrator/replay/trace.ts';
import { catalogueOf, type CompileSchema, type KeptActions } from './kept-actions.ts';
import type { OpenedRuns } from './opened-runs.ts';

export type ReplayingParts = {
  events: EventLog;
  items: ItemRows;
  kept: KeptActions;
  catalogue: Catalogue;
  compileSchema: CompileSchema;
  /** Where replays have their databases, which are gone when they end. */
  folder: string;
  scrub: Scrubber['json'] | undefined;
  opened?: OpenedRuns | undefined;
};

export type Watched = { onProgress?: (progress: { events: number; total: number }) => void; signal?: AbortSignal };

/** Errors: `worker-unavailable` when an action is neither on record nor there now. */
export async function replay(parts: ReplayingParts, run: Run, watched: Watched = {}): Promise<ReplayReport> {
  const { events, scrub } = parts;
  const { catalogue, notes } = actionsAtTheTime(parts, run);
  const recorded = recordedIn(parts, run);
  const filter = { types: tracedTypes, scope: { runId: run.id } };
  const { onProgress, signal } = watched;
  const total = onProgress ? events.count(filter) : 0;
  onProgress?.({ events: 0, total });
  return inPassing(parts.folder, async (database) => {
    const { difference, ...reached } = await replayRun({
      ...{ catalogue, database, scrub, signal, ...recorded },
      read: (after, limit) => recorded.named(events.list({ ...filter, after, limit })),
      onProgress: onProgress && ((count) => onProgress({ events: count, total })),
    });
    return {
      ...reached,
      identical: !difference,
      notes,
      ...(difference ? { difference: toDifference(difference) } : {}),
    };
  });
}

/** A run from elsewhere is replayed under the name it had there: its events say it. Errors: `unsupported` if only their form is left. */
function recordedIn({ opened, items }: ReplayingParts, run: Run) {
  const recordedAs = opened?.recordedAs(run.id);
  if (!opened || recordedAs === undefined) return { run, lists: items, named: (events: AnyEvent[]) => events };
  if (run.opened?.redaction === 'values') {
    const message = 'The texts of the run were blanked when its bundle was made, so it cannot be replayed';
    throw new HeronError('unsupported', message);
  }
  return {
    run: { ...run, id: recordedAs },
    lists: {
      ...items,
      outputs: (ofRun: string, ...rest: Rest) => items.outputs(opened.linkedRun(run.id, ofRun), ...rest),
    },
    named: (events: AnyEvent[]) =>
      events.map((event) => ({ ...event, scope: { ...event.scope, runId: recordedAs } })) as AnyEvent[],
  };
}

type Rest = [inside: string, from: number, limit: number];

function actionsAtTheTime(
  { kept, catalogue, compileSchema }: ReplayingParts,
  run: Run,
): { catalogue: Catalogue; notes: string[] } {
  const entries = kept.of(run.id);
  const found = entries.length > 0 ? catalogueOf(entries, compileSchema) : catalogue;
  const refs = new Set([...actionsOf(run.plan.tasks)].map(({ task }) => task.action));
  const missing = [...refs].filter((ref) => !found.action(ref));
  if (missing.length > 0) {
    throw new HeronError(
      'worker-unavailable',
      `The run cannot be replayed: what ${missing.join(', ')} was at the time is not on record, and it is not there now`,
      { actions: missing },
    );
  }
  if (entries.length > 0 || refs.size === 0) return { catalogue: found, notes: [] };
  const note =
    'The run was made by an older Heron, which did not keep what its actions were, nor limits and stops; a difference may be due to that';
  return { catalogue: found, notes: [note] };
}

/** On disk and not in memory: a run may be as long as it likes. */
async function inPassing<Result>(folder: string, use: (database: Database) => Promise<Result>): Promise<Result> {
  makeFolder(folder);
  const own = mkdtempSync(join(folder, 'replay-'));
  try {
    const database = openDatabase({ file: join(own, 'replay.db'), durability: 'normal' });
    try {
      return await use(database);
    } finally {
      database.close();
    }
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

function toDifference({ number, recorded, replayed }: Difference): ReplayReport['difference'] {
  return {
    number,
    ...(recorded ? { recorded: toTraced(recorded) } : {}),
    ...(replayed ? { replayed: toTraced(replayed) } : {}),
  };
}

function toTraced({ type, taskId, payload }: NonNullable<Difference['recorded']>): TracedEvent {
  return { type, ...(taskId === undefined ? {} : { taskId }), payload: JSON.parse(JSON.stringify(payload)) as Json };
}
