import type { AgentDefaults, SpawnedBy } from '../../../contract/agents.ts';
import type { Allowance, WhenMissing } from '../../../contract/runs.ts';
import type { FileChange, UndoPreview, UndoReport } from '../../../contract/undo.ts';
import type { RunOrigin } from '../../../contract/forks.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { PlanSource } from '../../../contract/plan.ts';
import type { ElevatedMode } from '../../../contract/policy.ts';
import type { EventOf } from '../../../contract/events.ts';
import type { RunTrigger } from '../../../contract/triggers.ts';
import type { RunWorkflow } from '../../../contract/workflow-run.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { Scrubber } from '../../base/scrubber.ts';
import type { WorkerNeed } from '../../orchestrator/execution.ts';
import type { RunTables } from '../../orchestrator/run-tables.ts';
import type { LiveRunParts } from './live-run-parts.ts';
import type { OpenedRuns } from './opened-runs.ts';
import type { ReplayingParts } from './replaying.ts';
import type { SpawnedRuns } from './spawned-runs.ts';
import type { RunStore } from './store.ts';
import type { WebhookParts } from './webhook-parts.ts';

export type RunParts = Omit<
  LiveRunParts,
  'record' | 'items' | 'waits' | 'keys' | 'takeUp' | 'onStalled' | 'traceOf' | 'undoFailed'
> & {
  replaying: Pick<ReplayingParts, 'kept' | 'compileSchema' | 'folder'>;
  store: RunStore;
  events: EventLog;
  tables: RunTables;
  makeId: MakeId;
  /** Takes the values of secrets out of a plan. */
  scrub?: Scrubber['json'];
  /** Relative paths of a plan are relative to this, if the call names nothing else. */
  homeFolder: string;
  lacking: (runId: string, needs: WorkerNeed[]) => WorkerNeed[];
  allow: (runId: string, needs: { workerId: string; need: PermissionNeed }[]) => Promise<void>;
  elevate: (place: { runId: string; conversationId?: string }, mode: ElevatedMode) => Promise<void>;
  changes: (runId: string) => Promise<FileChange[]>;
  /** The run's workers may read these blobs, whoever made them; what their makers had read marks the run. */
  passOnBlobs: (run: { runId: string; conversationId?: string }, blobIds: string[]) => Promise<void>;
  /** What a run has read marks another that goes on with it. */
  inheritTaint: (run: { runId: string; conversationId?: string }, from: string) => Promise<void>;
  previewUndo: (runId: string) => Promise<Omit<UndoPreview, 'lasting'>>;
  undo: (runId: string) => Promise<UndoReport>;
  /** Ends the background processes that the run started, but those that somebody wants to keep. */
  endProcesses: (runId: string) => Promise<unknown>;
  /** Those that are running. */
  processesOf: (runId: string) => { name: string; keep: boolean }[];
  /** Runs that were opened from bundles; absent where there are none. */
  opened?: OpenedRuns;
  /** Absent where nobody receives calls from outside. */
  webhooks?: WebhookParts;
  /** Rows that are derived from the start of a run, in the transaction that stores it. */
  noteStart?: (event: EventOf<'run.created'>) => void;
  /** What the settings say of agents; absent: as usual. */
  agents?: () => AgentDefaults;
  /** What agents spawned; absent where they spawn nothing. */
  spawned?: Pick<SpawnedRuns, 'unendedOf' | 'leftOver'>;
  /** Why there is no such run. */
  absence?: (runId: string) => string;
};

export type StartRun = {
  /** Where the same call starts one run however often it is made; absent: a new one. */
  id?: string;
  plan: unknown;
  /** The plan's schema has read it. */
  isRead?: true;
  /** The plan is one that was checked and completed before. */
  isChecked?: true;
  /** What starts it, if no person does. */
  trigger?: RunTrigger;
  workflow?: RunWorkflow;
  /** Whose agent spawned it. */
  spawnedBy?: SpawnedBy;
  /** Runs whose outputs are in its plan: what they had read marks it. */
  takesFrom?: readonly string[];
  /** What was sent along may be a stranger's: its name. */
  taint?: string;
  /** Told the id before anything of the run is on record. */
  begun?: (runId: string) => void;
  source: PlanSource;
  /** Of a fork. */
  origin?: RunOrigin;
  conversationId?: string;
  baseFolder?: string;
  unattended?: boolean;
  /** If it is unattended. */
  whenMissing?: WhenMissing;
  allow?: Allowance;
  /** For this run alone. */
  elevated?: ElevatedMode;
};
