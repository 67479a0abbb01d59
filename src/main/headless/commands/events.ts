import { setTimeout as delay } from 'node:timers/promises';
import { AnyEvent } from '../../../contract/events.ts';
import { watchEvents } from '../../../contract/watch-events.ts';
import type { EngineAccess } from '../engine-access.ts';
import { exitCode } from '../exit-code.ts';
import { printableLine } from '../../base/printable.ts';
import { timeText } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';

export type TailOptions = { follow?: boolean; after?: number; types?: string[]; json?: boolean };

const tailLength = 20;
const pageLength = 1000;

/** `heron events tail`: the last events of the log, or all after a place in it, and with `--follow` what comes. */
export async function tailEvents({ terminal, openEngine }: CommandParts, options: TailOptions): Promise<number> {
  refuseUnknownTypes(options.types ?? []);
  const interrupted = new AbortController();
  const endListening = terminal.onInterrupt(() => interrupted.abort());
  const signal = AbortSignal.any([interrupted.signal, terminal.outputClosed]);
  const print = (event: AnyEvent): void => terminal.out(options.json ? JSON.stringify(event) : eventLine(event));
  try {
    await withEngine(openEngine, { resumesRuns: false }, async (_client, engine) => {
      const reached = await printStored(engine, options, signal, print);
      if (options.follow) await printComing(engine, options, reached, signal, print);
    });
    return exitCode.completed;
  } finally {
    endListening();
  }
}

type Print = (event: AnyEvent) => void;

/** Gives the place in the log that was reached. */
async function printStored(
  engine: EngineAccess,
  options: TailOptions,
  signal: AbortSignal,
  print: Print,
): Promise<number> {
  const client = await engine.client();
  const { lastSeq } = await client.events.list({ after: Number.MAX_SAFE_INTEGER, limit: 1 });
  let after = options.after ?? Math.max(0, lastSeq - tailLength);
  while (!signal.aborted) {
    const { events } = await client.events.list({ ...typesOf(options), after, limit: pageLength });
    events.forEach(print);
    after = events.at(-1)?.seq ?? after;
    if (events.length < pageLength) break;
  }
  return after;
}

async function printComing(
  engine: EngineAccess,
  options: TailOptions,
  reached: number,
  signal: AbortSignal,
  print: Print,
): Promise<void> {
  const events = watchEvents({
    open: async (after) => (await engine.client()).events.watch({ ...typesOf(options), after }, { signal }),
    after: reached,
    sleep: (ms) => delay(ms, undefined, { signal }).catch(() => {}),
    signal,
  });
  for await (const event of events) print(event);
}

function typesOf({ types }: TailOptions): { types?: string[] } {
  return types ? { types } : {};
}

/** A mistyped kind would otherwise look like a log in which it never happened. */
function refuseUnknownTypes(wanted: readonly string[]): void {
  const known: string[] = AnyEvent.options.map(({ shape }) => shape.type.value);
  const topicOf = (type: string): string => type.slice(0, type.indexOf('.'));
  const topics = [...new Set(known.map(topicOf))];
  for (const type of wanted) {
    if (known.includes(type) || topics.some((topic) => type === `${topic}.*`)) continue;
    const siblings = known.filter((each) => topicOf(each) === topicOf(type));
    throw new UsageError(
      siblings.length > 0
        ? `There are no events ${type}; of ${topicOf(type)} there are ${siblings.join(', ')}`
        : `There are no events ${type}; what comes before the dot is one of ${topics.join(', ')}, for example run.*`,
    );
  }
}

function eventLine(event: AnyEvent): string {
  const { runId, taskId, conversationId, workerId } = event.scope;
  const scope = [runId ?? conversationId, taskId, workerId].filter((id) => id !== undefined).join(' ');
  const payload = JSON.stringify(event.payload);
  const shown = payload.length > 200 ? `${payload.slice(0, 200)}…` : payload;
  return printableLine(`${event.seq ?? '-'}  ${timeText(event.at)}  ${event.type}  ${scope}  ${shown}`);
}
