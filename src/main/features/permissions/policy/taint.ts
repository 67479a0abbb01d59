import type { Payload } from '../../../../contract/events.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Database } from '../../../base/database.ts';
import type { EventLog } from '../../../base/event-log.ts';
import type { Haste } from '../../../base/group-commit.ts';

/** Whose label it is. */
export type Holder = { runId: string; conversationId?: string; taskId?: string; workerId?: string };

export type Reading = { sources: readonly string[]; through: Payload<'run.tainted'>['through']; path?: string };

export type Taint = {
  /** What a run has read that a stranger may have written; with what its conversation had read when it began. */
  of(runId: string): readonly string[];
  /** Of a run that need not be open, or of a conversation. */
  recorded(holderId: string): readonly string[];
  /** What it had read by a time. */
  recordedBy(holderId: string, at: number): readonly string[];
  /** What some had read is what another begins with; they may be no runs. Called inside a transaction, or by itself. */
  carry(to: string, from: readonly string[]): void;
  /** Resolves when the label is safe on disk, with whether it is news; it holds at once. Labels are only ever added. */
  add(holder: Holder, reading: Reading, haste?: Haste): Promise<boolean>;
  /** The run has just been created: nothing of it is on record. */
  beginRun(runId: string): void;
  /** A run of a conversation begins with what the conversation has read: its answers are in the sentences and results it goes on with. */
  inherit(holder: Holder): Promise<void>;
  endRun(runId: string): void;
};

/** A run that has read a hundred sources is not gated more by the next. */
const sourcesAtMost = 100;
const longestSource = 300;

export function createTaint(parts: { database: Database; events: EventLog; clock: Clock }): Taint {
  const { database } = parts;
  const stored = database.prepare<[string], { source: string }>(
    'SELECT source FROM taint_sources WHERE holder = ? ORDER BY at, source',
  );
  const write = labelWriter(parts);
  const runs = new Map<string, string[]>();
  const inheriting = new Map<string, Promise<void>>();
  /** Labels that could not be written down, by run and source; they hold, and are written when they are next added. */
  const unstored = new Set<string>();

  const read = (holder: string): string[] => stored.all(holder).map(({ source }) => source);

  function of(runId: string): string[] {
    let sources = runs.get(runId);
    if (!sources) {
      sources = read(runId);
      runs.set(runId, sources);
    }
    return sources;
  }

  async function add(holder: Holder, { sources, through, path }: Reading, haste?: Haste): Promise<boolean> {
    const { runId } = holder;
    const known = of(runId);
    const held = [...new Set(sources.map((source) => source.slice(0, longestSource)))];
    const news = held.filter((source) => !known.includes(source)).slice(0, sourcesAtMost - known.length);
    const owed = unstored.size === 0 ? [] : held.filter((source) => unstored.delete(`${runId} ${source}`));
    const fresh = owed.length === 0 ? news : [...news, ...owed];
    if (fresh.length === 0) return false;
    known.push(...news);
    try {
      const payload = path === undefined ? { sources: fresh, through } : { sources: fresh, through, path };
      await write(holder, payload, haste);
    } catch (error) {
      for (const source of fresh) unstored.add(`${runId} ${source}`);
      throw error;
    }
    return true;
  }

  async function takeOver(holder: Holder, conversationId: string): Promise<void> {
    await add(holder, { sources: read(conversationId), through: 'conversation' });
  }

  return {
    of,
    recorded: (holderId) => runs.get(holderId) ?? read(holderId),
    ...labelsOfOthers(parts, (holder) => runs.get(holder) ?? read(holder)),
    add,
    beginRun: (runId) => void runs.set(runId, []),
    inherit: (holder) => {
      const { runId, conversationId } = holder;
      if (!conversationId) return Promise.resolve();
      const known = inheriting.get(runId) ?? takeOver({ runId, conversationId }, conversationId);
      inheriting.set(runId, known);
      return known;
    },
    endRun: (runId) => {
      runs.delete(runId);
      inheriting.delete(runId);
    },
  };
}

/** Puts labels on record, with the rows of their holders in the same commit. */
function labelWriter({ database, events, clock }: { database: Database; events: EventLog; clock: Clock }) {
  const insert = database.prepare<[string, string, number]>(
    'INSERT OR IGNORE INTO taint_sources (holder, source, at) VALUES (?, ?, ?)',
  );
  return (holder: Holder, payload: Payload<'run.tainted'>, haste: Haste | undefined): Promise<unknown> => {
    const { runId, conversationId } = holder;
    const storeRows = (): void => {
      const at = clock();
      for (const source of payload.sources) {
        insert.run(runId, source, at);
        if (conversationId) insert.run(conversationId, source, at);
      }
    };
    return events.append([{ type: 'run.tainted', scope: { ...holder }, payload }], storeRows, haste);
  };
}

/** Of what is no run under way: conversations, folders of them, runs that have ended. */
function labelsOfOthers(
  { database, clock }: { database: Database; clock: Clock },
  read: (holder: string) => readonly string[],
): Pick<Taint, 'recordedBy' | 'carry'> {
  const by = database
    .prepare<[string, number], string>(
      'SELECT source FROM taint_sources WHERE holder = ? AND at <= ? ORDER BY at, source',
    )
    .pluck();
  const insert = database.prepare<[string, string, number]>(
    'INSERT OR IGNORE INTO taint_sources (holder, source, at) VALUES (?, ?, ?)',
  );
  return {
    recordedBy: (holderId, at) => by.all(holderId, at),
    carry(to, from) {
      const sources = new Set(from.flatMap(read));
      for (const source of [...sources].slice(0, sourcesAtMost)) insert.run(to, source, clock());
    },
  };
}
