import type { AnyEvent, EventOf } from '../../../contract/events.ts';
import { foldRun } from '../../../contract/run-state.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Happening } from './table.ts';

export type HappeningParts = {
  log: EventLog;
  hasModel: () => boolean;
  completedRuns: () => number;
  changedFiles: (runId: string) => boolean;
};

type Answer = EventOf<'message.added'>['payload']['message'];

/** What came before an answer of Heron, and which workers it came from. */
export function happeningOf(
  parts: HappeningParts,
  answer: Answer,
  seen: { messages: number; wasQueued: boolean },
): { happening: Happening; workers: string[] } {
  const { log } = parts;
  const { runId, conversationId } = answer;
  const events: AnyEvent[] = runId === undefined ? [] : log.listOuter(runId);
  const run = foldRun(events);
  const shown = log.last('plan.proposed', { conversationId })?.payload;
  return {
    happening: {
      ...(run ? { run: { id: run.id, status: run.status, changedFiles: parts.changedFiles(run.id) } } : {}),
      wasDenied: events.some((event) => event.type === 'permission.denied' && event.payload.rule === 'the person'),
      wasNotUnderstood: run === undefined && answer.nearPhrases !== undefined && shown?.isHeld === undefined,
      wasHeld: run === undefined && answer.nearPhrases !== undefined && shown?.isHeld === true,
      hasModel: parts.hasModel(),
      completedRuns: parts.completedRuns(),
      ...seen,
    },
    workers: workersOf(run?.plan.tasks.map(({ action }) => action) ?? []),
  };
}

function workersOf(actions: (string | undefined)[]): string[] {
  return [...new Set(actions.flatMap((action) => (action === undefined ? [] : [action.split('.')[0] ?? ''])))];
}
