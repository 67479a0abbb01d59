import type { AnyEvent } from '../../../contract/events.ts';
import { foldRun } from '../../../contract/run-state.ts';
import type { Run } from '../../../contract/runs.ts';
import type { HeronClient } from '../../engine/client.ts';

const page = 5000;
/** A run this long is replayed up to here. */
const most = 50_000;

/** Every durable event of a run, in order. */
export async function readRunEvents(client: Pick<HeronClient, 'events'>, runId: string): Promise<AnyEvent[]> {
  const events: AnyEvent[] = [];
  let after = 0;
  while (events.length < most) {
    const answer = await client.events.list({ scope: { runId }, after, limit: page });
    events.push(...answer.events);
    after = answer.events.at(-1)?.seq ?? after;
    if (answer.events.length < page) break;
  }
  return events;
}

/** The run after its first `position` events; undefined before it was created. */
export function runAt(events: AnyEvent[], position: number): Run | undefined {
  return foldRun(events.slice(0, position));
}

/** Milliseconds between one event and the next when played: as it was, but never so short or long that one looks away. */
export function pauseBefore(events: AnyEvent[], position: number, speed: number): number {
  const gap = (events[position]?.at ?? 0) - (events[position - 1]?.at ?? 0);
  return Math.min(1200, Math.max(60, gap)) / speed;
}

export type ReplayMark = { value: number; tone: 'success' | 'danger' | 'warning' | 'neutral' };

const tones: Partial<Record<AnyEvent['type'], ReplayMark['tone']>> = {
  'task.completed': 'success',
  'task.failed': 'danger',
  'run.failed': 'danger',
  'permission.requested': 'warning',
  'task.retried': 'warning',
  'task.blocked': 'warning',
  'task.uncertain': 'warning',
  'run.resumed': 'neutral',
};

/** Places on the scrubber worth stopping at; of a long run, only what went wrong or waited. */
export function replayMarks(events: AnyEvent[]): ReplayMark[] {
  const all = events.flatMap(({ type }, index) => {
    const tone = tones[type];
    return tone ? [{ value: index + 1, tone }] : [];
  });
  const notable = all.length > 150 ? all.filter(({ tone }) => tone === 'danger' || tone === 'warning') : all;
  return notable.slice(0, 150);
}
