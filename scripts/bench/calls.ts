import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import ivm from 'isolated-vm';
import { type BenchEngine, openBenchEngine } from './bench-engine.ts';
import { type Figure, figure, quantile } from './figure.ts';

const calls = 2000;
const rounds = 5;

/** A warm call of each tier, one at a time; beside it the bare round trip that the tier cannot do without. */
export async function measureCalls(): Promise<Figure[]> {
  const bench = await openBenchEngine();
  try {
    const pipe = await bareRoundTrips();
    const isolate = await bareIsolateCalls();
    const figures: Figure[] = [];
    for (const [tier, floor, name] of [
      ['node', pipe, 'bare pipe'],
      ['isolate', pipe.map((value, index) => value + (isolate[index] ?? 0)), 'bare pipe and isolate'],
    ] as const) {
      const p50: number[] = [];
      const p99: number[] = [];
      await callMany(bench, tier, 200);
      for (let round = 0; round < rounds; round += 1) {
        const times = (await callMany(bench, tier, calls)).toSorted((a, b) => a - b);
        p50.push(quantile(times, 0.5));
        p99.push(quantile(times, 0.99));
      }
      figures.push(
        figure(`warm call, ${tier} tier, p50`, 'µs', p50, { floor: { name, values: floor } }),
        figure(`warm call, ${tier} tier, p99`, 'µs', p99, {
          goal: { text: '≤ 5 ms', isMet: (median) => median <= 5000 },
        }),
      );
    }
    return figures;
  } finally {
    await bench.close();
  }
}

/** Microseconds of each call. */
async function callMany({ engine }: BenchEngine, tier: 'node' | 'isolate', count: number): Promise<number[]> {
  const times: number[] = [];
  const signal = new AbortController().signal;
  const scope = {
    runId: 'run_00000000000000000000000000',
    taskId: 't',
    attempt: 1,
    idempotencyKey: 'k',
    unattended: true,
  };
  for (let index = 0; index < count; index += 1) {
    const begun = performance.now();
    await engine.callWorker({
      workerId: `echo-${tier}`,
      action: 'say',
      input: { text: 'heron' },
      scope,
      timeoutMs: 10_000,
      signal,
      onProgress: () => {},
    });
    times.push((performance.now() - begun) * 1000);
  }
  return times;
}

/** Medians of rounds of lines sent to a bare Node child and back. */
async function bareRoundTrips(): Promise<number[]> {
  const child = spawn(process.execPath, ['-e', 'process.stdin.on("data", (data) => process.stdout.write(data))'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const medians: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const times: number[] = [];
      for (let index = 0; index < calls; index += 1) {
        const begun = performance.now();
        child.stdin.write(`${JSON.stringify({ id: index, input: { text: 'heron' } })}\n`);
        await once(child.stdout, 'data');
        times.push((performance.now() - begun) * 1000);
      }
      medians.push(
        quantile(
          times.toSorted((a, b) => a - b),
          0.5,
        ),
      );
    }
    return medians;
  } finally {
    await end(child);
  }
}

async function bareIsolateCalls(): Promise<number[]> {
  const isolate = new ivm.Isolate({ memoryLimit: 64 });
  const context = await isolate.createContext();
  const echo = await context.eval('(input) => input', { reference: true });
  const medians: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const times: number[] = [];
    for (let index = 0; index < calls; index += 1) {
      const begun = performance.now();
      await echo.apply(undefined, [{ text: 'heron' }], {
        arguments: { copy: true },
        result: { copy: true, promise: true },
      });
      times.push((performance.now() - begun) * 1000);
    }
    medians.push(
      quantile(
        times.toSorted((a, b) => a - b),
        0.5,
      ),
    );
  }
  isolate.dispose();
  return medians;
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill();
  await exited;
}
