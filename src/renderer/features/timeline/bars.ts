import type { HeldUpBy } from '../../../contract/plan-events.ts';
import type { Phase, PhaseKind, TimelineTask } from '../../../contract/timeline.ts';
import type { StepState } from '../../ui/step-icon.tsx';
import { t } from '../../../words/words.ts';

export type BarKind = PhaseKind | 'running' | 'completed' | 'failed' | 'cancelled' | 'skipped';

/** A stretch of a task's time as it is drawn. */
export type Bar = { kind: BarKind; from: number; to: number; isOpen: boolean; phase: Phase | undefined };

/** Whose time is told by phases alone. */
const withoutOwn = new Set<TimelineTask['status']>(['waiting', 'blocked', 'uncertain']);

/** What to draw of a task, by its time; `now` is where open stretches end. */
export function barsOf(task: TimelineTask, now: number): Bar[] {
  const bars: Bar[] = [];
  const { status, startedAt, endedAt } = task;
  const begun = startedAt ?? endedAt;
  if (begun !== undefined && begun <= now && !withoutOwn.has(status)) {
    const to = Math.min(endedAt ?? now, now);
    const isOpen = endedAt === undefined || endedAt > now;
    bars.push({
      kind: isOpen ? 'running' : ownKind(status),
      from: begun,
      to: Math.max(begun, to),
      isOpen,
      phase: undefined,
    });
  }
  for (const phase of task.phases) {
    if (phase.from > now) continue;
    const end = phase.to ?? endedAt ?? now;
    bars.push({
      kind: phase.kind,
      from: phase.from,
      to: Math.max(phase.from, Math.min(end, now)),
      isOpen: end >= now,
      phase,
    });
  }
  return bars;
}

function ownKind(status: TimelineTask['status']): BarKind {
  return status === 'failed' || status === 'cancelled' || status === 'skipped' || status === 'completed'
    ? status
    : 'running';
}

/** How a task stood at a time; undefined for the time it is now. */
export function stepAt(task: TimelineTask | undefined, at: number | undefined): StepState {
  if (!task) return 'waiting';
  if (at === undefined) return stepNow(task);
  if (task.endedAt !== undefined && task.endedAt <= at) return task.status;
  const phase = task.phases.findLast(({ from, to }) => from <= at && (to === undefined || to > at));
  if (phase?.kind === 'asking') return 'asking';
  if (phase?.kind === 'answering') return 'blocked';
  if (phase?.kind === 'attempt' || phase?.kind === 'parked') return 'running';
  if (phase) return 'waiting';
  return task.startedAt !== undefined && task.startedAt <= at ? 'running' : 'waiting';
}

function stepNow({ status, phases }: TimelineTask): StepState {
  const isAsking = phases.some(({ kind, to }) => kind === 'asking' && to === undefined);
  return isAsking && (status === 'waiting' || status === 'running') ? 'asking' : status;
}

/** What a bar says in the tooltip's first line. */
export const barNames = (): Record<BarKind, string> => ({
  queued: t('In line'),
  asking: t('Asked for permission'),
  attempt: t('Attempt that failed'),
  retrying: t('Pause before the next attempt'),
  answering: t('Waited for you'),
  parked: t('Waited'),
  running: t('Running'),
  completed: t('Done'),
  failed: t('Failed'),
  cancelled: t('Cancelled'),
  skipped: t('Skipped'),
});

const lines = (): Record<HeldUpBy['for'], string> => ({
  turn: t('for a free place'),
  key: t('for its turn with the key'),
  disk: t('for the disk'),
  permission: t('for a permission'),
});

/** "for a free place (cpu)". */
export function lineText({ for: what, name }: HeldUpBy): string {
  return `${lines()[what]}${name ? ` ${what === 'turn' ? `(${name})` : `“${name}”`}` : ''}`;
}

/** "In line for a free place (cpu)". */
export function phaseText({ kind, for: what, name }: Phase): string {
  if (kind !== 'queued' || what === undefined) return barNames()[kind];
  return `${barNames().queued} ${lineText({ for: what, name })}`;
}

/** The bar under the pointer: the last drawn lies on top. */
export function barAt(bars: readonly Bar[], at: number, slack: number): Bar | undefined {
  return bars.findLast(({ from, to }) => at >= from - slack && at <= to + slack);
}
