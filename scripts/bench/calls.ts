import { type BenchEngine, openBenchEngine } from './bench-engine.ts';
import { type Figure, type FigureOptions, figure, quantile } from './figure.ts';
import {
  type Floor,
  openBareChild,
  openBareChildWithIsolate,
  openBareIsolate,
  openBarePipe,
  openCarefulPipe,
} from './floors.ts';

const warmUps = 2000;
const rounds = 25;
const callsARound = 400;

/**
 * A warm call of each tier, one at a time, beside what it cannot do without. Rounds take turns, so that what else the
 * machine does falls on all alike.
 */
export async function measureCalls(): Promise<Figure[]> {
  const bench = await openBenchEngine();
  const floors = {
    ...{ pipe: openBarePipe(), child: openBareChild(), careful: openCarefulPipe() },
    ...{ isolate: await openBareIsolate(), childWithIsolate: openBareChildWithIsolate() },
  };
  try {
    const { nodeTier, isolateTier, ...bare } = await inTurns({
      ...onceOf(floors),
      nodeTier: callOf(bench, 'node'),
      isolateTier: callOf(bench, 'isolate'),
    });
    const pipe = { name: 'bare pipe', values: bare.pipe.p50 };
    const child = { name: 'bare child process', values: bare.child.p50 };
    const withIsolate = { name: 'bare child process with an isolate', values: bare.childWithIsolate.p50 };
    const careful = { name: 'careful round trip', values: bare.careful.p50 };
    const carefulWithIsolate = {
      name: 'careful round trip and a bare isolate',
      values: bare.careful.p50.map((us, round) => us + (bare.isolate.p50[round] ?? 0)),
    };
    return [
      figure('bare child process, p50', 'µs', child.values, { floor: pipe }),
      figure('bare isolate, p50', 'µs', bare.isolate.p50),
      figure('bare child process with an isolate, p50', 'µs', withIsolate.values, { floor: child }),
      figure('careful round trip to a child, p50', 'µs', careful.values, { floor: pipe }),
      ...ofTier('node tier', nodeTier, [pipe, child, careful]),
      ...ofTier('isolate tier', isolateTier, [withIsolate, carefulWithIsolate]),
    ];
  } finally {
    await Promise.all([bench.close(), ...Object.values(floors).map((floor) => floor.close())]);
  }
}

function onceOf<Name extends string>(floors: Record<Name, Floor>): Record<Name, Floor['once']> {
  const entries = Object.entries<Floor>(floors).map(([name, floor]) => [name, floor.once]);
  return Object.fromEntries(entries) as Record<Name, Floor['once']>;
}

/** Of each round, in microseconds. */
type Times = { p50: number[]; p99: number[] };

function ofTier(tier: string, { p50, p99 }: Times, floors: NonNullable<FigureOptions['floor']>[]): Figure[] {
  return [
    ...floors.map((floor) => figure(`warm call, ${tier}, p50`, 'µs', p50, { floor })),
    figure(`warm call, ${tier}, p99`, 'µs', p99, { goal: { text: '≤ 5 ms', isMet: (median) => median <= 5000 } }),
  ];
}

async function inTurns<Name extends string>(
  things: Record<Name, () => Promise<unknown>>,
): Promise<Record<Name, Times>> {
  const entries = Object.entries<() => Promise<unknown>>(things);
  const measured = new Map<string, Times>(entries.map(([name]) => [name, { p50: [], p99: [] }]));
  for (const [, act] of entries) await timesOf(act, warmUps);
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, act] of entries) {
      const times = (await timesOf(act, callsARound)).toSorted((a, b) => a - b);
      measured.get(name)?.p50.push(quantile(times, 0.5));
      measured.get(name)?.p99.push(quantile(times, 0.99));
    }
  }
  return Object.fromEntries(measured) as Record<Name, Times>;
}

async function timesOf(act: () => Promise<unknown>, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const begun = performance.now();
    await act();
    times.push((performance.now() - begun) * 1000);
  }
  return times;
}

function callOf({ engine }: BenchEngine, tier: 'node' | 'isolate'): () => Promise<unknown> {
  const signal = new AbortController().signal;
  const scope = {
    ...{ runId: 'run_00000000000000000000000000', taskId: 't', attempt: 1, idempotencyKey: 'k' },
    unattended: true,
  };
  return () =>
    engine.callWorker({
      ...{ workerId: `echo-${tier}`, action: 'say', input: { text: 'heron' }, scope, signal },
      timeoutMs: 10_000,
      onProgress: () => {},
    });
}
