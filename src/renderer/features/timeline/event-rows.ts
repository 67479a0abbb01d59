import type { AnyEvent } from '../../../contract/events.ts';
import { passesText } from './filter.ts';

/** A line of the list: an event, or the name of the run that the next ones belong to. */
export type TimelineRow =
  | { kind: 'event'; key: string; event: AnyEvent }
  | { kind: 'run'; key: string; runId: string }
  | { kind: 'older'; key: string };

type Options = {
  text: string;
  /** Progress and pieces of text, which are not kept. */
  hasPassing: boolean;
  /** Where runs mix, each stretch of one is headed by its name. */
  isGrouped: boolean;
  hasOlder: boolean;
};

export function timelineRows(events: AnyEvent[], options: Options): TimelineRow[] {
  const { text, hasPassing, isGrouped, hasOlder } = options;
  const rows: TimelineRow[] = hasOlder ? [{ kind: 'older', key: 'older' }] : [];
  let runId: string | undefined;
  for (const event of events) {
    if (!passesText(event, text) || (!hasPassing && event.seq === undefined)) continue;
    const own = event.scope.runId;
    if (isGrouped && own && own !== runId) rows.push({ kind: 'run', key: `run-${event.id}`, runId: own });
    runId = own;
    rows.push({ kind: 'event', key: event.id, event });
  }
  return rows;
}
