import type { LaneSettings, QueueMode } from '../../../../contract/lanes.ts';

/** A message that waits. Ids sort by time of birth. */
export type Waiting = {
  id: string;
  /** When it was said, in milliseconds. */
  at: number;
  mode: QueueMode;
  /** Only messages of one kind are said as one. */
  kind: string;
  /** How long it has to be quiet after it before it is collected. */
  debounceMs: number;
};

/** The messages of one conversation, the first said first, and whether it is worked on. */
export type Lane<Message extends Waiting = Waiting> = { id: string; waiting: readonly Message[]; isBusy: boolean };

/** `debounceMs`: what a person types with nothing under way is not waited with. */
export type Arrival = Pick<Waiting, 'mode' | 'debounceMs'>;

export type Admission<Message> = { isKept: false } | { isKept: true; dropped: Message[]; hasSummary: boolean };

/** What one more message does to those that wait: it is not taken, or the oldest give way. */
export function admit<Message extends Waiting>(
  waiting: readonly Message[],
  { cap, whenFull }: Pick<LaneSettings, 'cap' | 'whenFull'>,
): Admission<Message> {
  const excess = waiting.length - cap + 1;
  if (excess <= 0) return { isKept: true, dropped: [], hasSummary: false };
  if (whenFull === 'dropNew') return { isKept: false };
  const oldest = waiting.toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, excess);
  return { isKept: true, dropped: oldest, hasSummary: whenFull === 'summarise' };
}

export type Turn<Message> = { laneId: string; messages: Message[] };
/** `wakeInMs`: when to ask again, because something is to be quiet until then. */
export type Choice<Message> = { turns: Turn<Message>[]; wakeInMs?: number };

/** Which lanes begin a turn now, and with what. The one whose message has waited for longest gets the first free place. */
export function choose<Message extends Waiting>(
  lanes: readonly Lane<Message>[],
  { now, freePlaces }: { now: number; freePlaces: number },
): Choice<Message> {
  const turns: Turn<Message>[] = [];
  let wakeInMs: number | undefined;
  for (const { id: laneId, waiting } of lanes.filter(canBegin).toSorted(longestFirst)) {
    const messages = nextOf(waiting);
    const quietInMs = quietIn(messages, now);
    if (quietInMs > 0) wakeInMs = Math.min(wakeInMs ?? Infinity, quietInMs);
    else if (turns.length < freePlaces) turns.push({ laneId, messages });
  }
  return { turns, ...(wakeInMs === undefined ? {} : { wakeInMs }) };
}

/** Whether what is said now does not wait at all. What comes by a channel and is to be collected may be the first of several. */
export function goesAtOnce({ waiting, isBusy }: Lane, { mode, debounceMs }: Arrival, freePlaces: number): boolean {
  const mayBeMore = mode === 'collect' && debounceMs > 0;
  return !isBusy && waiting.length === 0 && freePlaces > 0 && !mayBeMore;
}

/** What interrupts comes before all else; what is to be collected goes with all of its kind that follow it at once. */
function nextOf<Message extends Waiting>(waiting: readonly Message[]): Message[] {
  const interrupting = waiting.find(({ mode }) => mode === 'interrupt');
  if (interrupting) return [interrupting];
  const [first] = waiting;
  if (first?.mode !== 'collect') return waiting.slice(0, 1);
  const end = waiting.findIndex(({ mode, kind }) => mode !== 'collect' || kind !== first.kind);
  return waiting.slice(0, end < 0 ? waiting.length : end);
}

function quietIn(messages: readonly Waiting[], now: number): number {
  const last = messages.at(-1);
  return last?.mode === 'collect' ? last.at + last.debounceMs - now : 0;
}

function canBegin({ waiting, isBusy }: Lane): boolean {
  return !isBusy && waiting.length > 0;
}

function longestFirst(a: Lane, b: Lane): number {
  return (a.waiting[0]?.id ?? '') < (b.waiting[0]?.id ?? '') ? -1 : 1;
}

const longestSummary = 160;

/** A message in one line. */
export function summaryOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= longestSummary) return line;
  let kept = '';
  for (const letter of line) {
    if (kept.length + letter.length >= longestSummary) break;
    kept += letter;
  }
  return `${kept}…`;
}
