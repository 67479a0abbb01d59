import { givingAway } from '../../contract/agents.ts';
import type { Json } from '../../contract/json.ts';
import { owner } from '../../contract/policy.ts';
import type { Settings } from '../../contract/settings.ts';
import type { SignInReport } from '../../contract/sign-ins.ts';
import type { Shelf } from '../features/bundles/shelf.ts';
import type { PermissionService } from '../features/permissions/service.ts';
import type { Policy } from '../features/permissions/policy/policy.ts';
import type { LiveRunParts, RunScope } from '../features/runs/live-run-parts.ts';
import type { SpawnedRuns } from '../features/runs/spawned-runs.ts';
import { createRuns, type RunService } from '../features/runs/service.ts';
import { checkSignIns, checkSignInsAction } from '../features/sign-ins/check-action.ts';
import { createTaskStream, untilEnd } from '../features/runs/task-stream.ts';
import { aroundWorker } from './tracing.ts';
import { noteScheduledStart } from '../features/schedules/store.ts';
import { errorRuns } from '../features/workflows/error-runs.ts';
import { workflowStore } from '../features/workflows/store.ts';
import { noteStarts, type WebhookBase, webhookParts } from './webhooks.ts';
import type { Ground } from './ground.ts';
import type { RunReading } from './opened-runs.ts';
import type { Catalogue } from '../orchestrator/catalogue.ts';
import type { ClassLimits } from '../orchestrator/class-limits.ts';
import type { Attempt } from '../orchestrator/execution.ts';
import { entryName } from '../orchestrator/checking/task-needs.ts';
import type { BlobStore } from '../workers/broker/blobs/blob-store.ts';
import type { FileJournal } from '../workers/broker/journal/file-journal.ts';
import type { Browsers } from '../workers/browsers/browsers.ts';
import type { BackgroundProcesses } from '../workers/processes/background-processes.ts';
import { compileInputSchema } from '../workers/registry/action-schema.ts';
import type { CallWorker } from '../workers/worker-call.ts';

/** What workers leave behind them, and where it is kept. */
export type KeptParts = { journal: FileJournal; blobs: BlobStore; background: BackgroundProcesses; browsers: Browsers };

export type RunGround = KeptParts & {
  catalogue: Catalogue;
  limits: ClassLimits;
  permissions: PermissionService;
  policy: Policy;
  callWorker: CallWorker;
  askAgent: NonNullable<LiveRunParts['askAgent']>;
  spawned: SpawnedRuns;
  spawn: (attempt: Attempt, scope: RunScope) => Promise<Json>;
  hear: NonNullable<LiveRunParts['hear']>;
  checkSignIns: () => Promise<SignInReport>;
  called: WebhookBase;
  absence: (runId: string) => string;
  settings: () => Settings;
  shelf: Shelf;
  reading: RunReading;
};

/** A call of a worker, or one that the engine answers itself. */
function callingOf(ground: Ground, parts: RunGround): LiveRunParts['callWorker'] {
  const { permissions, callWorker } = parts;
  const { events } = ground;
  return (attempted, scope) => {
    const { entry, taskId, attempt, idempotencyKey, answer, left: _, ...call } = attempted;
    if (entry.ref === givingAway.spawn) return parts.spawn(attempted, scope);
    if (entry.ref === checkSignIns) return parts.checkSignIns();
    const callScope = { ...scope, taskId, attempt, idempotencyKey, answer };
    const { workerId, action } = entry;
    const stream = createTaskStream({
      ...{ emit: events.emit, record: (draft) => events.append([draft]), runId: scope.runId, taskId, attempt },
      isStreaming: action.streaming,
    });
    return untilEnd(
      stream,
      permissions.around(callScope, workerId, () =>
        aroundWorker(ground.tracing, { entry, taskId, attempt }, scope.runId, () =>
          callWorker({ ...entryName(entry), ...call, scope: callScope, onProgress: stream.report }),
        ),
      ),
    );
  };
}

/** What the engine does itself is no worker's: it reads no more than whether somebody is let in. */
function ensureOf({ ensure }: PermissionService): PermissionService['ensure'] {
  return (asker, needs, signal, calls) =>
    ensure(
      asker,
      needs,
      signal,
      calls?.filter(({ workerId }) => workerId !== checkSignInsAction.workerId),
    );
}

/** Everything about runs, with what it needs of the others. */
export function openRuns(ground: Ground, parts: RunGround): RunService {
  const { catalogue, limits, permissions, policy, journal, blobs, background, browsers } = parts;
  const { shelf, reading, called } = parts;
  const { database } = ground;
  const starts = [
    ...[noteStarts(ground), workflowStore(database).noteStart, noteScheduledStart(database)],
    ...[errorRuns(database).noteStart, parts.spawned.noteStart],
  ];
  return createRuns({
    ...ground,
    scrub: ground.scrubber.json,
    store: reading.store,
    opened: shelf,
    replaying: {
      kept: reading.kept,
      compileSchema: compileInputSchema,
      folder: ground.paths.replays,
    },
    tables: reading.tables,
    noteStart: (event) => starts.forEach((note) => note(event)),
    webhooks: webhookParts(called, policy, blobs),
    random: Math.random,
    catalogue,
    limits,
    homeFolder: ground.host.homeFolder,
    ensure: ensureOf(permissions),
    narrow: policy.agents.narrow,
    elevate: (place, mode) => policy.setMode(place, mode, owner),
    lacking: permissions.lacking,
    allow: permissions.allow,
    endPermissions: async (runId) => {
      // Nobody waits for a browser to close.
      void browsers.endOfRun(runId);
      await permissions.endRun(runId);
    },
    forgetPermissions: permissions.forgetRun,
    endProcesses: async (runId) => {
      await browsers.endOfRun(runId);
      return background.endOfRun(runId);
    },
    processesOf: (runId) => background.list({ runId, status: 'running' }),
    changes: async (runId) => reading.changes(runId) ?? journal.changes(runId),
    passOnBlobs: (run, ids) => policy.readings.handed(run, blobs.passOn(run.runId, ids)),
    inheritTaint: (run, from) => {
      const file = shelf.from(from)?.file;
      return file === undefined ? policy.readings.handed(run, [from]) : policy.readings.opened(run, file);
    },
    previewUndo: journal.previewUndo,
    undo: journal.undo,
    absence: parts.absence,
    agents: () => parts.settings().agents,
    ...{ askAgent: parts.askAgent, hear: parts.hear, spawned: parts.spawned },
    callWorker: callingOf(ground, parts),
  });
}
