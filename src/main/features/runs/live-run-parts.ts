import type { HeardMessage, ModelAnswered } from '../../../contract/agents.ts';
import type { Failure } from '../../../contract/errors.ts';
import type { Json } from '../../../contract/json.ts';
import type { AgentPolicy } from '../../../contract/policy.ts';
import type { WhenMissing } from '../../../contract/runs.ts';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { Catalogue } from '../../orchestrator/catalogue.ts';
import type { ClassLimits } from '../../orchestrator/class-limits.ts';
import type {
  AgentQuestion,
  Attempt,
  ExecutionParts,
  WorkerCallName,
  WorkerNeed,
} from '../../orchestrator/execution.ts';
import type { ItemRows } from '../../orchestrator/item-rows.ts';
import type { Waits } from '../../orchestrator/waits/waits.ts';
import type { RunStore } from './store.ts';

/** The part of a run that permissions and workers must know. */
export type RunScope = { runId: string; conversationId?: string; unattended: boolean; whenMissing?: WhenMissing };

export type LiveRunParts = {
  store: RunStore;
  logger: Logger;
  record: ExecutionParts['record'];
  items: ItemRows;
  waits: Waits;
  clock: Clock;
  random: () => number;
  catalogue: Catalogue;
  limits: ClassLimits;
  callWorker: (attempt: Attempt, scope: RunScope) => Promise<Json>;
  /** Absent where there are no agents. */
  askAgent?: (question: AgentQuestion, scope: RunScope) => Promise<ModelAnswered>;
  /** What narrows the policy below a place of a run. */
  narrow?: (runId: string, path: string, policies: readonly AgentPolicy[]) => void;
  /** What a person has said to the agents of a run. */
  hear?: (scope: RunScope, path: string) => Promise<readonly HeardMessage[] | undefined> | undefined;
  ensure: (scope: RunScope, needs: WorkerNeed[], signal: AbortSignal, calls?: WorkerCallName[]) => Promise<void>;
  endPermissions: (runId: string) => Promise<void>;
  /** The same of a run that called no worker, so it asked for nothing and was given nothing. */
  forgetPermissions: (runId: string) => void;
  /** Launches a run again, from where the log says it is. */
  takeUp: (runId: string) => void;
  /** A run stands still because nothing can be written down; it is tried again by itself. */
  onStalled: (runId: string, error: Failure) => void;
  /** The trace that a run belongs to. */
  traceOf: (runId: string) => string;
  /** What the plan says of its failure is on record; from here on it is undone. */
  undoFailed: (runId: string) => void;
};
