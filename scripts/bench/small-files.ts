import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Task } from '../../src/contract/plan-task.ts';
import { fakeContext } from '../../src/worker-kit/fake-context.ts';
import { create } from '../../workers/archive/create.ts';
import { type BenchEngine, openBenchEngine, secondsOfPlan } from './bench-engine.ts';
import { type Figure, figure } from './figure.ts';

const files = 10_000;
const bytesEach = 1024;
const rounds = 3;

/** Packing ten thousand small files, and unpacking them; beside it plain Node. */
export async function measureSmallFiles(): Promise<Figure[]> {
  const bench = await openBenchEngine();
  const folder = mkdtempSync(join(tmpdir(), 'heron-bench-files-'));
  try {
    const source = join(folder, 'source');
    writeSmallFiles(source);
    const packed: number[] = [];
    const unpacked: number[] = [];
    const barePacked: number[] = [];
    const bareUnpacked: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const [archive, copy] = [join(folder, `heron-${round}.zip`), join(folder, `heron-${round}`)];
      packed.push(await rate(bench, task('archive.create', { source, destination: archive })));
      unpacked.push(await rate(bench, task('archive.extract', { source: archive, destination: copy })));
      barePacked.push(await bareZip(source, join(folder, `bare-${round}.zip`)));
      bareUnpacked.push(await bareWrite(source, join(folder, `bare-${round}`)));
    }
    return [
      figure('zip 10,000 files of 1 KB', 'files/s', packed, {
        isRate: true,
        floor: { name: 'the same code without walls', values: barePacked },
        goal: { text: '≥ 1500 files/s', isMet: (median) => median >= 1500 },
      }),
      figure('unzip 10,000 files of 1 KB', 'files/s', unpacked, {
        isRate: true,
        floor: { name: 'plain Node, each file synced', values: bareUnpacked },
      }),
    ];
  } finally {
    await bench.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function task(action: string, input: Task['input']): Task {
  return { id: 't', action, input };
}

function writeSmallFiles(folder: string): void {
  for (let index = 0; index < files; index += 1) {
    const sub = join(folder, `d${index % 100}`);
    if (index < 100) mkdirSync(sub, { recursive: true });
    writeFileSync(join(sub, `${index}.txt`), `${index} `.repeat(bytesEach).slice(0, bytesEach));
  }
}

async function rate(bench: BenchEngine, one: Task): Promise<number> {
  const plan = { version: 1 as const, title: 'Small files', tasks: [one] };
  return files / (await secondsOfPlan(bench, plan));
}

/** The worker's own code in this very process: no sandbox, no broker, no journal. */
async function bareZip(source: string, destination: string): Promise<number> {
  const begun = performance.now();
  const context = fakeContext({ allow: { read: [source], write: [dirname(destination)] } });
  await create({ source, destination, overwrite: false }, context);
  return files / ((performance.now() - begun) / 1000);
}

async function bareWrite(source: string, target: string): Promise<number> {
  const begun = performance.now();
  for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.txt')) {
      mkdirSync(join(target, name), { recursive: true });
      continue;
    }
    const content = await readFile(join(source, name));
    await using file = await open(join(target, name), 'wx');
    await file.writeFile(content);
    await file.sync();
  }
  return files / ((performance.now() - begun) / 1000);
}
