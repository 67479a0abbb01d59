import { withEventMeta } from '@orpc/server';
import type { EngineCall } from './engine-router.ts';

type Call = EngineCall & { next: (call: EngineCall) => Promise<unknown> };

/**
 * Gives each durable event its place in the log as the `id` of server-sent events, and takes a returning reader's
 * `Last-Event-ID` for `after`: what a browser's EventSource needs to lose nothing.
 */
export async function eventIdInterceptor({ next, ...call }: Call): Promise<unknown> {
  if (call.path.join('.') !== 'events.watch') return next(call);
  const input = { ...(call.input as object), ...(call.lastEventId === undefined ? {} : { after: call.lastEventId }) };
  const output = await next({ ...call, input });
  return withIds(output as AsyncIterable<{ seq?: number }>);
}

async function* withIds(events: AsyncIterable<{ seq?: number }>): AsyncGenerator {
  for await (const event of events) {
    yield event.seq === undefined ? event : withEventMeta(event, { id: String(event.seq) });
  }
}
