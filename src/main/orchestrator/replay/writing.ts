import type { AnyEvent } from '../../../contract/events.ts';
import { fromFailure, toFailure } from '../../base/errors.ts';
import type { EventDraft } from '../../base/event-log.ts';

/** Events that the execution has made and the log has not come to yet. */
export type Offer = { drafts: EventDraft[]; accept: (events: AnyEvent[]) => void; refuse: (error: Error) => void };

export type Writing = ReturnType<typeof createWriting>;

/** The log's side of an execution: what it writes waits for its turn. */
export function createWriting() {
  const offers = new Map<string, Offer[]>();
  const held = new Map<number, (() => void)[]>();
  const following = new WeakMap<EventDraft, () => void>();
  let closed: Error | undefined;

  return {
    write: (drafts: EventDraft[]): Promise<AnyEvent[]> =>
      new Promise((accept, refuse) => {
        if (closed) return refuse(closed);
        if (drafts.length === 0) return accept([]); // it only brings others along
        const path = drafts[0]?.scope?.taskId ?? '';
        const offer = { drafts, accept, refuse };
        const others = offers.get(path);
        if (others) others.push(offer);
        else offers.set(path, [offer]);
      }),
    /** The first that the execution has made of a task, or of the run for an empty path. */
    offerOf: (path: string): Offer | undefined => offers.get(path)?.[0],
    anyOffer: (): Offer | undefined => offers.values().next().value?.[0],
    /** What others do about an event, when the log has come to it; of what is made after its end at once: somebody may wait for it. */
    follow: (draft: EventDraft, then: () => void): void => {
      if (closed) then();
      else following.set(draft, then);
    },
    /** The log has it, and whoever wrote it is told so: at once, or when the log has come to the place `until`. */
    accept: (path: string, events: AnyEvent[], until: number | undefined): void => {
      const own = offers.get(path);
      const first = own?.shift();
      if (own?.length === 0) offers.delete(path);
      for (const draft of first?.drafts ?? []) following.get(draft)?.();
      const tell = (): void => first?.accept(events);
      if (until === undefined) tell();
      else held.set(until, [...(held.get(until) ?? []), tell]);
    },
    reached: (seq: number): void => {
      for (const tell of held.get(seq) ?? []) tell();
      held.delete(seq);
    },
    close: (reason: Error): void => {
      closed = fromFailure(toFailure(reason));
      for (const tell of [...held.values()].flat()) tell();
      const open = [...offers.values()].flat();
      held.clear();
      offers.clear();
      for (const { drafts, refuse } of open) {
        refuse(closed);
        // Whoever waits for the end of a task must not wait for ever.
        for (const draft of drafts) following.get(draft)?.();
      }
    },
  };
}
