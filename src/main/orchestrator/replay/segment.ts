import type { Limit } from '../../../contract/plan-events.ts';
import type { Plan } from '../../../contract/plan.ts';
import type { Run } from '../../../contract/runs.ts';
import { toFailure } from '../../base/errors.ts';
import type { EventDraft } from '../../base/event-log.ts';
import type { Catalogue } from '../catalogue.ts';
import { endingEvent } from '../ending-event.ts';
import { executePlan } from '../execute-plan.ts';
import { type ExecutionParts, type Outside, RunStop } from '../execution.ts';
import { createInlets, type Inlets } from './inlets.ts';
import type { RecordedLog } from './recorded-log.ts';
import type { Stage } from './stage.ts';
import { createWriting, type Writing } from './writing.ts';

export type SegmentParts = {
  run: Pick<Run, 'id' | 'plan' | 'unattended' | 'webhooks'>;
  catalogue: Catalogue;
  stage: Stage;
  /** What the log says was used when a limit was reached. */
  usedAtLimit: RecordedLog['usedAtLimit'];
  /** What it says a task stood in line for when its time for that was over. */
  heldUpBy: RecordedLog['heldUpBy'];
};

/** A stretch of a run between two of its times in memory. */
export type Segment = {
  inlets: Inlets;
  writing: Writing;
  /** A wait is over. The task learns it when the log comes to what it does then: an answer on its way is still taken. */
  wake: (path: string, woken: unknown) => void;
  /** False when its wait is not over, or it does not wait. */
  wakeUp: (path: string) => boolean;
  /** Lets a limit go off; false when nothing has it. */
  reach: (path: string, limit: Limit) => boolean;
  /** False when it is being stopped already. */
  cancel: (reason: string) => boolean;
  /** Ends it without a trace, as the end of an engine does. */
  cut: (kind: 'interrupted' | 'parked') => Promise<void>;
};

export function beginSegment(parts: SegmentParts, previous: Run | undefined): Segment {
  const stop = new AbortController();
  const inlets = createInlets();
  const timers = new Map<string, () => void>();
  const writing = createWriting();
  const wakings = new Map<string, unknown>();
  const { run, stage } = parts;
  const execution: ExecutionParts = {
    ...{ runId: run.id, plan: run.plan satisfies Plan, previous, catalogue: parts.catalogue, items: stage.items },
    outside: { ...outsideOf(parts, inlets, timers), follow: writing.follow },
    ...fromLog(parts, inlets, wakings),
    record: writing.write,
    signal: stop.signal,
  };
  const over = executePlan(execution)
    .catch((error: unknown) => ({ kind: 'failed' as const, error: toFailure(error) }))
    .then((ending) => {
      if (ending.kind === 'interrupted' || ending.kind === 'parked' || ending.kind === 'stalled') return;
      const draft = { ...endingEvent(ending), scope: { runId: run.id } } as EventDraft;
      writing.write([draft]).catch(() => {});
    });

  return {
    inlets,
    writing,
    wake: (path, woken) => void wakings.set(path, woken),
    wakeUp: (path) => {
      const inlet = inlets.find(path, 'wake');
      if (!inlet || !wakings.has(path)) return false;
      inlet.give(wakings.get(path));
      return wakings.delete(path);
    },
    reach: (path, limit) => {
      const goOff = timers.get(`${path} ${limit}`);
      goOff?.();
      return goOff !== undefined;
    },
    cancel: (reason) => {
      if (stop.signal.aborted) return false;
      stop.abort(new RunStop('cancelled', reason));
      return true;
    },
    cut: async (kind) => {
      const reason = new RunStop(kind, 'the log says so');
      stop.abort(reason);
      inlets.close(reason);
      writing.close(reason);
      await over;
    },
  };
}

/** What reaches a run from outside: everything waits until the log comes to it. */
function fromLog(
  { run, stage }: SegmentParts,
  inlets: Inlets,
  wakings: Map<string, unknown>,
): Omit<ExecutionParts, 'runId' | 'plan' | 'previous' | 'catalogue' | 'items' | 'outside' | 'record' | 'signal'> {
  const turn = (path: string | undefined, signal: AbortSignal): Promise<() => void> =>
    inlets.wait<undefined>('turn', path ?? '', signal).then(() => () => {});
  return {
    limits: {
      take: (_class, { path }, signal) => turn(path, signal),
      places: () => ({ taken: 0, waiting: 0 }),
      resize: () => {},
    },
    keys: { take: (_key, { path }, signal) => turn(path, signal) },
    waits: {
      before: async (_runId, path) => (wakings.has(path) ? undefined : stage.woken(path)),
      until: (_runId, path, signal) => {
        const before = wakings.has(path) ? undefined : stage.woken(path);
        // Not at once: somebody's answer may have been on its way, and the log says which of the two it went by.
        if (before) wakings.set(path, before);
        return inlets.wait('wake', path, signal);
      },
    },
    webhooks: run.webhooks,
    clock: () => 0,
    random: () => 0,
    callWorker: ({ taskId, signal, onUsed }) => inlets.wait('call', taskId, signal, { heeds: false, onUsed }),
    askAgent: ({ path, signal, onUsed }) => inlets.wait('model', path, signal, { heeds: false, onUsed }),
    hear: (path, signal) => inlets.wait('hear', path, signal),
    ensure: (needs, signal, calls) => inlets.wait('ensure', calls ? '' : (needs[0]?.taskIds[0] ?? ''), signal),
    decide: (path, signal) => inlets.wait('decision', path, signal),
    isAttended: !run.unattended,
    awaitAnswer: (path, signal) => inlets.wait('answer', path, signal),
  };
}

function outsideOf({ usedAtLimit, heldUpBy }: SegmentParts, inlets: Inlets, timers: Map<string, () => void>): Outside {
  return {
    timers: {
      after: (path, limit, _delayMs, callback) => {
        const key = `${path} ${limit}`;
        const goOff = (): void => {
          timers.delete(key);
          callback();
        };
        timers.set(key, goOff);
        return () => timers.get(key) === goOff && timers.delete(key);
      },
      pause: (path, _delayMs, signal) => inlets.wait('pause', path, signal),
    },
    draw: (path) => inlets.wait('draw', path),
    used: (path, measured) => usedAtLimit(path) ?? measured,
    heldUpBy,
    lineToldAfterMs: Infinity,
    goAhead: (path, signal) => inlets.wait('step', path, signal),
    atRest: (path, end) => void inlets.wait('end', path).then(end, end),
    usedEveryMs: 0,
    parks: false,
  };
}
