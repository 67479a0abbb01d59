import type { AnyEvent } from '../../../contract/events.ts';
import type { Json } from '../../../contract/json.ts';
import type { Run } from '../../../contract/runs.ts';
import type { EventLog } from '../../base/event-log.ts';
import { afterDelay } from '../../orchestrator/waits/timer.ts';

export type Outputs = Record<string, { output: Json }>;
export type Outcome = { status: 'completed'; tasks: Outputs } | { status: 'failed' | 'cancelled' };

/** The ends of runs that somebody outside waits for. */
export type Outcomes = {
  /** Of a run that is about to be created: what it does is noted from its first event on, until somebody has asked. */
  expect(runId: string): void;
  forget(runId: string): void;
  /** Resolves with the run's end, or with nothing when it takes longer; with the end of one of its own tasks, if that is named. */
  of(runId: string, withinMs: number, after?: string): Promise<Outcome | undefined>;
  close(): void;
};

/** A run, and what its events said of its tasks; undefined where that is not all. */
type Awaited = { outputs: Outputs | undefined; outcome?: Outcome; tell: Set<Tell> };
type Tell = { after: string | undefined; tell: (outcome: Outcome) => void };

export function createOutcomes(parts: { events: EventLog; read: (runId: string) => Run }): Outcomes {
  const awaited = new Map<string, Awaited>();

  function hear(event: AnyEvent): void {
    const { runId = '', taskId } = event.scope;
    const run = awaited.get(runId);
    if (!run) return;
    if (taskId !== undefined) {
      collect(run, taskId, event);
      return tellAfter(run, runId, taskId, event);
    }
    const outcome = endOf(event, run.outputs) ?? (endings.has(event.type) ? outcomeOf(parts.read(runId)) : undefined);
    if (!outcome) return;
    run.outcome = outcome;
    for (const { tell } of run.tell) tell(outcome);
  }

  /** What others of its tasks gave until then is told with it. */
  function tellAfter(run: Awaited, runId: string, taskId: string, { type }: AnyEvent): void {
    if (type !== 'task.completed' && type !== 'task.skipped') return;
    const waiting = [...run.tell].filter(({ after }) => after === taskId);
    if (waiting.length === 0) return;
    const outcome: Outcome = { status: 'completed', tasks: outputsOf(parts.read(runId)) };
    for (const { tell } of waiting) tell(outcome);
  }

  return {
    close: parts.events.listen(hear),
    expect: (runId) => void awaited.set(runId, { outputs: {}, tell: new Set() }),
    forget: (runId) => void awaited.delete(runId),
    of: (runId, withinMs, after) => {
      const run: Awaited = awaited.get(runId) ?? { outputs: undefined, tell: new Set() };
      const ended = run.outcome ?? (run.outputs ? undefined : outcomeOf(parts.read(runId), after));
      if (ended) {
        awaited.delete(runId);
        return Promise.resolve(ended);
      }
      awaited.set(runId, run);
      return new Promise((resolve) => {
        const tell = (outcome: Outcome | undefined): void => {
          cancel();
          run.tell.delete(waiting);
          if (run.tell.size === 0) awaited.delete(runId);
          resolve(outcome);
        };
        const cancel = afterDelay(withinMs, () => tell(undefined));
        const waiting: Tell = { after, tell };
        run.tell.add(waiting);
      });
    },
  };
}

/** The output of a long list does not stand in the event. */
function collect(run: Awaited, taskId: string, event: AnyEvent): void {
  if (!run.outputs || taskId.includes('/')) return;
  if (event.type === 'task.opened') run.outputs = undefined;
  else if (event.type === 'task.completed') run.outputs[taskId] = { output: event.payload.output };
  else if (event.type === 'task.skipped') run.outputs[taskId] = { output: null };
}

const endings = new Set<AnyEvent['type']>(['run.completed', 'run.failed', 'run.cancelled']);

function endOf({ type }: AnyEvent, outputs: Outputs | undefined): Outcome | undefined {
  if (type === 'run.failed') return { status: 'failed' };
  if (type === 'run.cancelled') return { status: 'cancelled' };
  return type === 'run.completed' && outputs ? { status: 'completed', tasks: outputs } : undefined;
}

function outcomeOf(run: Run, after?: string): Outcome | undefined {
  const { status, tasks } = run;
  const isDone = after !== undefined && ['completed', 'skipped'].includes(tasks[after]?.status ?? '');
  if (status === 'completed' || isDone) return { status: 'completed', tasks: outputsOf(run) };
  return status === 'failed' || status === 'cancelled' ? { status } : undefined;
}

function outputsOf({ tasks }: Run): Outputs {
  return Object.fromEntries(Object.values(tasks).map(({ id, output = null }) => [id, { output }] as const));
}
