import { ORPCError } from '@orpc/client';
import type { AnyEvent } from '../../contract/events.ts';
import { watchEvents } from '../../contract/watch-events.ts';
import type { HeronClient } from './client.ts';

export type FollowParts = {
  client: Pick<HeronClient, 'events'>;
  whenOnline: () => Promise<void>;
  onEvent: (event: AnyEvent) => void;
  /** The engine came back with another log, that ends before what was seen: all that is shown is of a world gone. */
  onOtherLog: () => void;
  signal: AbortSignal;
};

/**
 * Hands on every event from now until the signal is aborted, across lost connections, each durable one once.
 * Errors: what the engine refuses for good.
 */
export async function followEvents({ client, whenOnline, onEvent, onOtherLog, signal }: FollowParts): Promise<void> {
  const open = async (after: number): Promise<AsyncIterable<AnyEvent>> => {
    await whenOnline();
    if ((await lastSeq(client)) < after) onOtherLog();
    const stream = await client.events.watchGathered({ after });
    // Not the call's own signal: that one tells a socket that has just closed, and nobody could catch its complaint.
    signal.addEventListener('abort', () => void stream.return?.().catch(() => {}), { once: true });
    return oneByOne(stream);
  };
  const after = await startingPoint(client, whenOnline);
  for await (const event of watchEvents({ open, after, sleep, signal })) onEvent(event);
}

async function* oneByOne(lists: AsyncIterable<AnyEvent[]>): AsyncGenerator<AnyEvent, void, void> {
  for await (const events of lists) yield* events;
}

async function startingPoint(client: Pick<HeronClient, 'events'>, whenOnline: () => Promise<void>): Promise<number> {
  for (;;) {
    try {
      await whenOnline();
      return await lastSeq(client);
    } catch (error) {
      // The engine's own refusal is final; a connection that went down in between comes back.
      if (error instanceof ORPCError) throw error;
      await sleep(250);
    }
  }
}

async function lastSeq(client: Pick<HeronClient, 'events'>): Promise<number> {
  const page = await client.events.list({ after: Number.MAX_SAFE_INTEGER, limit: 1 });
  return page.lastSeq;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
