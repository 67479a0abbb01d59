import type { AnyEvent, EventFilter } from '../../../contract/events.ts';
import type { HeronClient } from '../../engine/client.ts';

type Client = Pick<HeronClient, 'events'>;

const page = 1000;
const longestStretch = 20_000;

export type Stretch = {
  /** In order, all with a `seq` below `before`. */
  events: AnyEvent[];
  /** Everything from here on that matches is known. */
  oldest: number;
};

/**
 * The log can only be read forwards, so going back means reading stretches that end where the last one began. They
 * grow while nothing in them matches, so that a rare event in a long log is found in few calls.
 */
export async function readBack(client: Client, filter: EventFilter, before: number, wanted: number): Promise<Stretch> {
  let events: AnyEvent[] = [];
  let oldest = before;
  let length = wanted;
  while (oldest > 1 && events.length < wanted) {
    const after = Math.max(0, oldest - 1 - length);
    const found = await readBetween(client, filter, after, oldest);
    if (found.length === 0) length = Math.min(length * 4, longestStretch);
    events = [...found, ...events];
    oldest = after + 1;
  }
  return { events, oldest };
}

/** Everything that matches with `after` < seq < `before`. */
async function readBetween(client: Client, filter: EventFilter, after: number, before: number): Promise<AnyEvent[]> {
  const events: AnyEvent[] = [];
  let reached = after;
  for (;;) {
    const answer = await client.events.list({ ...filter, after: reached, limit: Math.min(page, before - reached) });
    events.push(...answer.events.filter(({ seq = 0 }) => seq < before));
    const last = answer.events.at(-1)?.seq;
    if (last === undefined || last >= before - 1 || answer.events.length < Math.min(page, before - reached))
      return events;
    reached = last;
  }
}
