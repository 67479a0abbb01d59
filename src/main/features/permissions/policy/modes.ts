import { type ElevatedMode, owner, type PolicySettings } from '../../../../contract/policy.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Database } from '../../../base/database.ts';
import { HeronError } from '../../../base/errors.ts';
import type { EventLog } from '../../../base/event-log.ts';

/** One run, or one conversation. */
export type ModePlace = { runId?: string | undefined; conversationId?: string | undefined };

export type Modes = {
  /** The run's own mode, else its conversation's, else the default. */
  of(place: ModePlace): ElevatedMode;
  /** For the run, if one is named, else for the conversation. Errors: `permission-denied` for a sender who is not listed. */
  set(place: ModePlace, mode: ElevatedMode, sender: string): Promise<void>;
};

type ModeRow = { mode: ElevatedMode; sender: string };

export function createModes(parts: {
  database: Database;
  events: EventLog;
  clock: Clock;
  policy: () => PolicySettings;
}): Modes {
  const { database, events, clock, policy } = parts;
  const one = database.prepare<[string], ModeRow>('SELECT mode, sender FROM elevated_modes WHERE holder = ?');
  const write = database.prepare(
    `INSERT INTO elevated_modes (holder, mode, sender, at) VALUES (?, ?, ?, ?)
     ON CONFLICT (holder) DO UPDATE SET mode = excluded.mode, sender = excluded.sender, at = excluded.at`,
  );

  /** Known by holder; null: nobody set one. */
  const known = new Map<string, ModeRow | null>();
  const knownAtMost = 1000;

  function rowOf(holder: string | undefined): ModeRow | undefined {
    if (holder === undefined) return undefined;
    let row = known.get(holder);
    if (row === undefined) {
      if (known.size >= knownAtMost) known.clear();
      row = one.get(holder) ?? null;
      known.set(holder, row);
    }
    return row ?? undefined;
  }

  return {
    of: ({ runId, conversationId }) => {
      const { elevated, elevatedSenders } = policy();
      const { mode, sender } = rowOf(runId) ?? rowOf(conversationId) ?? { mode: elevated, sender: owner };
      // Who was struck off the list has elevated nothing.
      return mode === 'full' && !elevatedSenders.includes(sender) ? 'ask' : mode;
    },
    set: async ({ runId, conversationId }, mode, sender) => {
      const holder = runId ?? conversationId;
      if (holder === undefined) throw new HeronError('invalid-input', 'Name a run or a conversation');
      if (!policy().elevatedSenders.includes(sender)) {
        throw new HeronError('permission-denied', `${sender} is not among those who may change the elevated mode`, {
          rule: 'elevated senders',
        });
      }
      const scope = { ...(runId ? { runId } : {}), ...(conversationId ? { conversationId } : {}) };
      await events.append([{ type: 'elevation.changed', scope, payload: { mode, sender } }], () =>
        write.run(holder, mode, sender, clock()),
      );
      known.delete(holder);
    },
  };
}
