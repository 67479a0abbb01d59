import type { Workflow, WorkflowDocument } from '../../../contract/workflows.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import { createInTurn } from '../../../contract/in-turn.ts';
import type { Scrubber } from '../../base/scrubber.ts';
import { titleOf, toWorkflow } from './describe-workflow.ts';
import { documentText } from './document-text.ts';
import type { WorkflowRow, WorkflowStore } from './store.ts';
import { followDraft, type OpenRooms } from './together/open-rooms.ts';

export type ChangingParts = {
  store: WorkflowStore;
  events: EventLog;
  clock: Clock;
  makeId: MakeId;
  /** Takes the values of secrets out of what is kept. */
  scrub: Scrubber['json'];
};

/** What an event says besides. */
type ChangeDetails = { version?: number; isOff?: boolean };
type ChangeType = Extract<EventDraft['type'], `workflow.${string}`>;

export type Changing = {
  /** Errors: `not-found`. */
  find(id: string): WorkflowRow;
  /** Errors: `not-found`, `conflict` with what is there now as `details.workflow`. */
  based(id: string, baseRevision: number): WorkflowRow;
  /** What the row becomes with a document; nothing is written yet. */
  next(before: WorkflowRow | undefined, document: WorkflowDocument): WorkflowRow;
  /** The event, and the rows in its transaction. */
  record(row: WorkflowRow, type: ChangeType, write: () => void, more?: ChangeDetails): Promise<Workflow>;
  /** The same of a draft that is another one now: the windows that have it open are told. */
  recordDraft(row: WorkflowRow, type: ChangeType, write: () => void, more?: ChangeDetails): Promise<Workflow>;
  /** One change after the other: what is looked at before a change still holds when it is made. */
  inOrder<Value>(work: () => Promise<Value>): Promise<Value>;
};

export function createChanging({ store, events, clock, makeId, scrub }: ChangingParts, rooms: OpenRooms): Changing {
  function find(id: string): WorkflowRow {
    const row = store.get(id);
    if (row && row.removedAt === null) return row;
    throw new HeronError('not-found', row ? `The workflow ${id} was removed` : `There is no workflow ${id}`);
  }

  const record: Changing['record'] = async (row, type, write, more) => {
    const payload = { workflowId: row.id, title: titleOf(row), revision: row.revision, ...more };
    const draft = { type, payload } as EventDraft;
    await events.append([draft], write);
    return toWorkflow(store, row);
  };

  return {
    find,
    record,
    recordDraft: async (row, type, write, more) => {
      const following = followDraft(rooms, row);
      try {
        const workflow = await record(
          row,
          type,
          () => {
            write();
            following?.write();
          },
          more,
        );
        following?.announce();
        return workflow;
      } catch (error) {
        following?.forget();
        throw error;
      }
    },
    based: (id, baseRevision) => {
      const row = find(id);
      if (row.revision === baseRevision) return row;
      const message = `The workflow was changed meanwhile: it is at revision ${row.revision}, not ${baseRevision}`;
      throw new HeronError('conflict', message, { workflow: toWorkflow(store, row) });
    },
    next: (before, document) => {
      const at = clock();
      return {
        id: before?.id ?? makeId('wfl'),
        document: documentText(scrub(document)),
        revision: (before?.revision ?? 0) + 1,
        createdAt: before?.createdAt ?? at,
        changedAt: at,
        removedAt: null,
        isOff: before?.isOff ?? false,
      };
    },
    inOrder: createInTurn(),
  };
}
