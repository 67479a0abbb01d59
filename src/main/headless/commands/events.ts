import { setTimeout as delay } from 'node:timers/promises';
import type { AnyEvent } from '../../../contract/events.ts';
import { watchEvents } from '../../../contract/watch-events.ts';
import { exitCode } from '../exit-code.ts';
import { printableLine } from '../printable.ts';
import { timeText } from '../table.ts';
import type { CommandParts } from './command.ts';

export type TailOptions = { follow?: boolean; after?: number; types?: string[]; json?: boolean };

const tailLength = 20;
const pageLength = 1000;

/** `heron events tail`: the last events of the log, or all after a place in it, and with `--follow` what comes. */
export async function tailEvents({ terminal, openEngine }: CommandParts, options: TailOptions): Promise<number> {
  const engine = await openEngine({ resumesRuns: false });
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  const endListening = terminal.onInterrupt(stop);
  terminal.outputClosed.addEventListener('abort', stop, { once: true });
  const filter = options.types ? { types: options.types } : {};
  const print = (event: AnyEvent): void => terminal.out(options.json ? JSON.stringify(event) : eventLine(event));
  try {
    const client = await engine.client();
    const { lastSeq } = await client.events.list({ after: Number.MAX_SAFE_INTEGER, limit: 1 });
    let after = options.after ?? Math.max(0, lastSeq - tailLength);
    for (;;) {
      const { events } = await client.events.list({ ...filter, after, limit: pageLength });
      events.forEach(print);
      after = events.at(-1)?.seq ?? after;
      if (events.length < pageLength || stopped.signal.aborted) break;
    }
    if (!options.follow) return exitCode.completed;
    const { signal } = stopped;
    const events = watchEvents({
      open: async (reached) => (await engine.client()).events.watch({ ...filter, after: reached }, { signal }),
      after,
      sleep: (ms) => delay(ms, undefined, { signal }).catch(() => {}),
      signal,
    });
    for await (const event of events) print(event);
    return exitCode.completed;
  } finally {
    endListening();
    stopped.abort();
    await engine.close();
  }
}

function eventLine(event: AnyEvent): string {
  const { runId, taskId, conversationId, workerId } = event.scope;
  const scope = [runId ?? conversationId, taskId, workerId].filter((id) => id !== undefined).join(' ');
  const payload = JSON.stringify(event.payload);
  const shown = payload.length > 200 ? `${payload.slice(0, 200)}…` : payload;
  return printableLine(`${event.seq ?? '-'}  ${timeText(event.at)}  ${event.type}  ${scope}  ${shown}`);
}
