import type { Agent, AgentCall, HeardMessage, ModelAnswered } from '../../contract/agents.ts';
import type { Failure } from '../../contract/errors.ts';
import type { AnyEvent } from '../../contract/events.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Drawn, HeldUpBy } from '../../contract/plan-events.ts';
import type { PermissionNeed } from '../../contract/permission-need.ts';
import type { Plan } from '../../contract/plan.ts';
import type { AgentPolicy } from '../../contract/policy.ts';
import type { Run } from '../../contract/runs.ts';
import type { CallUsage, Usage } from '../../contract/usage.ts';
import type { RunWebhooks } from '../../contract/webhooks.ts';
import type { Clock } from '../base/clock.ts';
import type { Priority } from '../base/priority.ts';
import type { EventDraft } from '../base/event-log.ts';
import type { Haste } from '../base/group-commit.ts';
import type { ActionEntry, Catalogue } from './catalogue.ts';
import type { ClassLimits } from './class-limits.ts';
import type { ItemRows } from './item-rows.ts';
import type { KeyLocks } from './key-locks.ts';
import type { Timers } from './waits/timer.ts';
import type { Waits } from './waits/waits.ts';

/** What one attempt at a task is handed to do. */
export type Attempt = {
  entry: ActionEntry;
  input: JsonObject;
  /** Its path, for a task inside others. */
  taskId: string;
  attempt: number;
  idempotencyKey: string;
  answer: string | undefined;
  priority: Priority;
  timeoutMs: number;
  signal: AbortSignal;
  /** Its processor time and memory are to be measured. */
  isMeasured: boolean;
  /** What the budgets around it leave; absent where there are none. */
  left: CallUsage;
  /** Told now and then, and before the end, what the call has used so far in all. */
  onUsed: (used: CallUsage) => void;
};

/** Something a plan's tasks need of one worker. */
export type WorkerNeed = {
  workerId: string;
  /** The action that needs it, without its worker. */
  action: string;
  /** Tasks of the plan, or paths of tasks inside them. */
  taskIds: string[];
  need: PermissionNeed;
  /** Why it is asked in spite of grants: what its run has read that a stranger may have written. */
  taint?: string[];
};

/** An action that tasks of a plan call. */
export type WorkerCallName = { workerId: string; action: string; taskIds: string[] };

/** What the person decides of a task that was interrupted in an action that must not be repeated blindly. */
export type Decision = 'retry' | 'skip' | 'abort';

/** Where a run takes time and chance from. A replay hands in what is on record. */
export type Outside = {
  timers: Timers;
  /** For an expression of the task at the path. */
  draw: (path: string) => Drawn | Promise<Drawn>;
  /** What was used when a budget ran out, given what was measured. */
  used: (path: string, measured: Usage) => Usage;
  /** What a task stands in line for when its time for that is over, given what it is now; undefined in logs of before that was told. */
  heldUpBy: (path: string, now: HeldUpBy) => HeldUpBy | undefined;
  /** How long a task stands in line until that is told. */
  lineToldAfterMs: number;
  /** How long what a call has used may stay out of the log while no budget hangs on it. */
  usedEveryMs: number;
  /** When to do what follows from a noted event. Absent: at once. */
  follow?: (draft: EventDraft, then: () => void) => void;
  /** Called before a task puts on record what it has worked out, with what ends it. Absent: it goes on. */
  goAhead?: (path: string, signal: AbortSignal) => Promise<void>;
  /** When a budget ends what is inside: not in the middle of what is done there at once, or it would depend on how far that is. */
  atRest: (path: string, end: () => void) => void;
  /** Whether a run in which everything waits leaves memory by itself. */
  parks: boolean;
};

/** A call of an agent and what came of it. `shown` is what the model sees of that. */
export type AgentResult = { call: AgentCall; path?: string; isOk: boolean; shown: string; says: string; why?: string };
/** What the model answered and what came of it. */
export type AgentStep = {
  answered: ModelAnswered;
  results: readonly AgentResult[];
  /** What a person said to it before it went on. */
  heard: readonly HeardMessage[];
};

/** What the model of an agent is asked. */
export type AgentQuestion = {
  runId: string;
  /** Of the step. */
  path: string;
  /** Pieces of work that were given away in the task before. */
  given: number;
  agent: Agent;
  goal: string;
  steps: readonly AgentStep[];
  /** Said to it after one of the steps, because it gets nowhere. */
  nudge: { after: number; text: string } | undefined;
  priority: number;
  signal: AbortSignal;
  /** Told, before the end, what asking has used in all. */
  onUsed: (used: CallUsage) => void;
};

/** Gives calls that are ready to be run. Errors: those of a model, `unsupported` when there is none. */
export type AskAgent = (question: AgentQuestion) => Promise<ModelAnswered>;

export type ExecutionParts = {
  runId: string;
  plan: Plan;
  /** The run so far, when it is taken up again. */
  previous: Run | undefined;
  catalogue: Catalogue;
  limits: ClassLimits;
  keys: KeyLocks;
  /** What the run did inside of tasks so far. */
  items: ItemRows;
  waits: Pick<Waits, 'until' | 'before'>;
  /** Where its tasks are called, if it has any that wait for calls. */
  webhooks?: RunWebhooks | undefined;
  clock: Clock;
  /** From 0 up to 1. */
  random: () => number;
  /** Absent: the machine's own. */
  outside?: Outside;
  /** Stores events of this run; resolves when they are safe. */
  record: (drafts: EventDraft[], haste?: Haste) => Promise<AnyEvent[]>;
  callWorker: (attempt: Attempt) => Promise<Json>;
  /** Absent where no agent can be asked. */
  askAgent?: AskAgent | undefined;
  /** Told, before an agent calls anything, what narrows the policy for what stands below it. Absent: nothing is judged. */
  narrow?: ((path: string, policies: readonly AgentPolicy[]) => void) | undefined;
  /** What a person has said to the agents of the run since this was last on record. Absent: nobody says anything. */
  hear?: ((path: string, signal: AbortSignal) => Promise<readonly HeardMessage[] | undefined> | undefined) | undefined;
  /**
   * Resolves when everything is allowed, asking for all of it at once. Rejects when something is refused, or one of
   * the calls, before anything is asked.
   */
  ensure: (needs: WorkerNeed[], signal: AbortSignal, calls?: WorkerCallName[]) => Promise<void>;
  /** Resolves when somebody has decided. */
  decide: (taskId: string, signal: AbortSignal) => Promise<Decision>;
  /** Somebody is there to answer the questions tasks stop with. */
  isAttended: boolean;
  awaitAnswer: (taskId: string, signal: AbortSignal) => Promise<string>;
  /** An answer that was given before the task waited for it, and is on record. */
  answerBefore?: (taskId: string) => Promise<string | undefined> | undefined;
  /** All of it is done; what it noted last is on its way to the disk. */
  onDone?: (() => void) | undefined;
  signal: AbortSignal;
};

/**
 * How a run ended. `interrupted`: the engine is closing; nothing is recorded, and the run goes on at the next start. `parked`:
 * all of it waits; it goes on when something is due. `stalled`: the log cannot be written now; it goes on when that is over.
 */
export type Ending =
  | { kind: 'completed' }
  | { kind: 'failed'; error: Failure }
  | { kind: 'cancelled'; reason: string }
  | { kind: 'interrupted' }
  | { kind: 'parked' }
  | { kind: 'stalled'; error: Failure };

/** Why a run's signal was aborted. */
export class RunStop extends Error {
  readonly kind: 'cancelled' | 'interrupted' | 'parked' | 'stalled';

  constructor(kind: RunStop['kind'], message: string) {
    super(message);
    this.name = 'RunStop';
    this.kind = kind;
  }
}
