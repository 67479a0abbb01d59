import type { AnyEvent } from '../../../contract/events.ts';
import { passesText } from './filter.ts';

/**
 * A line of the list: an event, or the name of the run that the next ones belong to. Where older events can be loaded
 * there is a row to do so; afterwards a seam with its key takes its place, so that the list stays where it was.
 */
export type TimelineRow =
  /** `times`: so many like it came one after the other; the last of them is told. */
  | { kind: 'event'; key: string; event: AnyEvent; times: number }
  | { kind: 'run'; key: string; runId: string }
  | { kind: 'older' | 'seam'; key: string };

type Options = {
  text: string;
  /** Progress and pieces of text, which are not kept. */
  hasPassing: boolean;
  /** Where runs mix, each stretch of one is headed by its name. */
  isGrouped: boolean;
  /** Where the window begins in the log, and where it began before older events were loaded. */
  oldest: number;
  seam: number | undefined;
};

export function timelineRows(events: AnyEvent[], options: Options): TimelineRow[] {
  const { text, hasPassing, isGrouped, oldest } = options;
  const rows: TimelineRow[] = oldest > 1 ? [{ kind: 'older', key: edgeKey(oldest) }] : [];
  let { seam } = options;
  let runId: string | undefined;
  for (const event of events) {
    if (!passesText(event, text) || (!hasPassing && event.seq === undefined)) continue;
    if (seam !== undefined && event.seq !== undefined && event.seq >= seam) {
      rows.push({ kind: 'seam', key: edgeKey(seam) });
      seam = undefined;
    }
    const own = event.scope.runId;
    if (isGrouped && own && own !== runId) rows.push({ kind: 'run', key: `run-${event.id}`, runId: own });
    runId = own ?? runId;
    const last = rows.at(-1);
    if (last?.kind === 'event' && isAnotherSave(last.event, event))
      rows.splice(-1, 1, { ...last, event, times: last.times + 1 });
    else rows.push({ kind: 'event', key: event.id, event, times: 1 });
  }
  return rows;
}

/** A workflow is kept with each change that is made in the builder. */
function isAnotherSave(before: AnyEvent, event: AnyEvent): boolean {
  if (before.type !== 'workflow.saved' || event.type !== 'workflow.saved') return false;
  return before.payload.workflowId === event.payload.workflowId;
}

function edgeKey(oldest: number): string {
  return `before-${oldest}`;
}
