import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createGateway } from '../../src/main/gateway/gateway.ts';
import { blobPath } from '../../src/contract/blobs.ts';
import { createAccessTokens } from '../../src/main/gateway/access-tokens.ts';
import { type BenchEngine, openBenchEngine, outputOfPlan } from './bench-engine.ts';
import { type Figure, figure } from './figure.ts';

const megabyte = 1024 * 1024;
const gigabytes = 2;
const slowSeconds = 20;
/** What buffers and a lazy collector take; 2 GB are moved. */
const flatMb = 150;

/** A worker makes 2 GB, and somebody takes them at 1 MB/s, then as fast as it goes: how fast, and what memory it takes. */
export async function measureBytes(): Promise<Figure[]> {
  const bench = await openBenchEngine(writeFlood);
  const { engine } = bench;
  const gateway = createGateway({
    router: engine.handlers,
    blobs: engine.blobs,
    tokens: createAccessTokens({ clock: Date.now, randomToken: () => 'bench' }),
    clock: Date.now,
    logger: engine.logger,
    version: '0.1.0',
  });
  const socket = join(bench.folder, 'bytes.sock');
  await gateway.listenOnSocket(socket);
  try {
    await make(bench, 16);
    const before = memoryMb(process.pid);
    const watch = watchMemory(bench);
    const making = performance.now();
    const blob = await make(bench, gigabytes * 1024);
    const made = (gigabytes * 1024) / ((performance.now() - making) / 1000);
    const { slow, fast } = await take(socket, blob);
    const most = watch.end();
    const goal = { text: `≤ ${flatMb} MB`, isMet: (median: number) => median <= flatMb };
    return [
      figure('2 GB from a worker to the disk', 'MB/s', [made], { isRate: true }),
      figure('2 GB from the disk to a reader', 'MB/s', [fast], { isRate: true }),
      figure('what a reader at 1 MB/s has got', 'MB/s', [slow], { isRate: true }),
      figure('growth of the engine meanwhile', 'MB', [Math.max(0, most.engine - before)], { goal }),
      figure('memory of the worker meanwhile', 'MB', [most.worker], { goal }),
    ];
  } finally {
    await gateway.close();
    await bench.close();
  }
}

async function make(bench: BenchEngine, megabytes: number): Promise<string> {
  const task = { id: 't', action: 'flood.make', input: { megabytes } };
  const output = await outputOfPlan(bench, { version: 1, title: 'Flood', tasks: [task] });
  return (output as { blob: string }).blob;
}

/** MB/s of a reader that waits, over some seconds, and of the same when it waits no more. */
function take(socketPath: string, blob: string): Promise<{ slow: number; fast: number }> {
  return new Promise((resolve, reject) => {
    const read = async (answer: AsyncIterable<Buffer>): Promise<{ slow: number; fast: number }> => {
      const begun = performance.now();
      let slowBytes = 0;
      let fastBegun: number | undefined;
      let fastBytes = 0;
      for await (const chunk of answer) {
        const seconds = (performance.now() - begun) / 1000;
        if (fastBegun !== undefined) {
          fastBytes += chunk.byteLength;
        } else if (seconds > slowSeconds) {
          fastBegun = performance.now();
        } else {
          slowBytes += chunk.byteLength;
          await wait(Math.max(0, (slowBytes / megabyte - seconds) * 1000));
        }
      }
      const fastSeconds = (performance.now() - (fastBegun ?? begun)) / 1000;
      return { slow: slowBytes / megabyte / slowSeconds, fast: fastBytes / megabyte / fastSeconds };
    };
    const receive = (answer: IncomingMessage): void => {
      read(answer as AsyncIterable<Buffer>).then(resolve, reject);
    };
    request({ socketPath, path: blobPath(blob) }, receive)
      .on('error', reject)
      .end();
  });
}

function watchMemory({ engine }: BenchEngine): { end(): { engine: number; worker: number } } {
  const most = { engine: 0, worker: 0 };
  const timer = setInterval(() => {
    most.engine = Math.max(most.engine, memoryMb(process.pid));
    void engine.client.workers.get({ workerId: 'flood' }).then(({ statistics }) => {
      most.worker = Math.max(most.worker, statistics.memoryMb ?? 0);
    });
  }, 250);
  return {
    end() {
      clearInterval(timer);
      return most;
    },
  };
}

function memoryMb(pid: number): number {
  if (process.platform !== 'linux') return process.memoryUsage.rss() / megabyte;
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

function writeFlood(workers: string): void {
  const folder = join(workers, 'flood');
  mkdirSync(folder, { recursive: true });
  const object = (properties: Record<string, object>): object => ({
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  });
  const action = {
    title: 'Make',
    description: 'Makes many bytes.',
    input: object({ megabytes: { type: 'integer' } }),
    output: object({ blob: { type: 'string', format: 'blob' } }),
    ...{ risk: 'read', class: 'cpu', repeatable: true, says: 'Done.' },
  };
  const manifest = {
    id: 'flood',
    version: '1.0.0',
    engines: { heron: '*' },
    name: 'Flood',
    description: 'Makes many bytes.',
    tier: 'node',
    limits: { memoryMb: 128, cpuMs: 600_000, wallMs: 600_000, blobMb: 4096 },
    actions: { make: action },
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  const code = `async ({ megabytes }, { blobs }) => {
    const writer = await blobs.create({ mediaType: 'application/octet-stream' });
    const chunk = new Uint8Array(1024 * 1024);
    for (let count = 0; count < megabytes; count += 1) await writer.write(chunk.fill(count % 251));
    const { blob } = await writer.finish();
    return { blob };
  }`;
  writeFileSync(
    join(folder, 'index.ts'),
    `import { defineWorker } from 'heron/worker-kit';\nexport default defineWorker({ actions: { make: ${code} } });\n`,
  );
}
