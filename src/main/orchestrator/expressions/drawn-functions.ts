import jsonata from 'jsonata';
import type { Drawn } from '../../../contract/plan-events.ts';
import { seeds } from './chance.ts';

/** One of JSONata's own functions, as it keeps them. */
type Native = { implementation: (this: unknown, ...given: never[]) => unknown };
type Name = 'now' | 'millis' | 'random' | 'shuffle' | 'toMillis' | 'fromMillis';

const names: Name[] = ['now', 'millis', 'random', 'shuffle', 'toMillis', 'fromMillis'];
let natives: Promise<Record<Name, Native>> | undefined;

/** What stands in for JSONata's functions of time and chance: the same draw gives the same values. */
export async function drawnFunctions({ now, seed }: Drawn): Promise<Record<string, Native>> {
  natives ??= readNatives();
  const known = await natives;
  const random = randomFrom(seed);
  const instead = (name: Name, implementation: Native['implementation']): Native => ({
    ...known[name],
    implementation,
  });
  return {
    millis: instead('millis', () => now),
    random: instead('random', random),
    shuffle: instead('shuffle', (list?: unknown[]) => list && shuffled(list, random)),
    now: instead('now', function (...form: never[]) {
      return known.fromMillis.implementation.call(this, ...([now, ...form] as never[]));
    }),
    // What a time of day leaves open is taken from the moment.
    toMillis: instead('toMillis', function (...given: never[]) {
      const here = { ...(this as object), environment: { timestamp: new Date(now) } };
      return known.toMillis.implementation.call(here, ...given);
    }),
  };
}

async function readNatives(): Promise<Record<Name, Native>> {
  const found = await Promise.all(
    names.map(async (name) => [name, (await jsonata(`$${name}`).evaluate({})) as Native] as const),
  );
  return Object.fromEntries(found) as Record<Name, Native>;
}

function shuffled(given: unknown[], random: () => number): unknown[] {
  const list = [...given];
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [list[last], list[other]] = [list[other], list[last]];
  }
  return list;
}

/** Numbers from 0 up to 1 (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / seeds;
  };
}
