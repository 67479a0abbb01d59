import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '../../src/contract/json.ts';
import { root } from '../steps.ts';
import { type BenchEngine, openBenchEngine, secondsOfPlan } from './bench-engine.ts';
import { type Figure, figure } from './figure.ts';
import { mostHeldBy } from './held-memory.ts';

const usualRounds = 7;
const tenth = 0.1;

export type Comparison = {
  name: string;
  action: string;
  rounds?: number;
  /** What a person would type instead; where it is not installed the figure stands alone. */
  program: {
    name: string;
    command: string;
    args(folder: string): string[];
    /** What has to be away before it is called again. */
    makes?(folder: string): string;
  };
  /** Makes the files in a folder, all of them (`share` 1) or a part. */
  prepare(folder: string, share: number): void;
  input(folder: string): JsonObject;
};

/**
 * A worker through the whole engine, and in the same run the program that a person would use: their time in turns, then, in a round of
 * its own, the most memory each held, and what Heron held for a tenth of it.
 */
export async function compare(comparison: Comparison): Promise<Figure[]> {
  const bench = await openBenchEngine();
  const folder = mkdtempSync(join(tmpdir(), 'heron-bench-beside-'));
  const [whole, part] = [join(folder, 'whole'), join(folder, 'tenth')];
  try {
    for (const [place, share] of [[whole, 1] as const, [part, tenth] as const]) {
      mkdirSync(place);
      comparison.prepare(place, share);
    }
    const heldForTenth = await heldByHeron(bench, comparison, part);
    await heron(bench, comparison, whole); // fills the system's cache
    const { name, program, rounds = usualRounds } = comparison;
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      ours.push((await heron(bench, comparison, whole)) * 1000);
      const ms = await msOf(comparison, whole);
      if (ms !== undefined) theirs.push(ms);
    }
    const held = await heldByHeron(bench, comparison, whole);
    const flat = { text: '≤ 1.5 × a tenth of it', isMet: () => held <= 1.5 * heldForTenth };
    const memory = figure(`${name}: memory at most`, 'MB', [held], {
      floor: { name: 'a tenth of it', values: [heldForTenth] },
      goal: flat,
    });
    if (theirs.length < rounds) return [figure(name, 'ms', ours), memory];
    const peer = theirs.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
    const goal = { text: `≤ 1.3 × ${program.name}`, isMet: (median: number) => median <= 1.3 * peer };
    return [
      figure(name, 'ms', ours, { floor: { name: program.name, values: theirs }, goal }),
      memory,
      figure(`${name}: memory of ${program.name} at most`, 'MB', [await heldByProgram(comparison, whole)]),
    ];
  } finally {
    await bench.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds. */
function heron(bench: BenchEngine, { name, action, input }: Comparison, folder: string): Promise<number> {
  return secondsOfPlan(bench, { version: 1, title: name, tasks: [{ id: 't', action, input: input(folder) }] });
}

/** Undefined where the program cannot be run. */
async function msOf(comparison: Comparison, folder: string): Promise<number | undefined> {
  const begun = performance.now();
  return (await startProgram(comparison, folder).ended) ? performance.now() - begun : undefined;
}

/** Of the worker and all it asks for, and what the engine grows by: from a run before, so that what is kept for ever counts once. */
async function heldByHeron(bench: BenchEngine, comparison: Comparison, folder: string): Promise<number> {
  await heron(bench, comparison, folder);
  const before = process.memoryUsage.rss() / 2 ** 20;
  let [most, grown] = [0, 0];
  const watch = mostHeldBy(process.pid, { withItself: false });
  const growing = setInterval(() => (grown = Math.max(grown, process.memoryUsage.rss() / 2 ** 20 - before)), 10);
  try {
    await heron(bench, comparison, folder);
  } finally {
    clearInterval(growing);
    most = watch.end();
  }
  return most + grown;
}

async function heldByProgram(comparison: Comparison, folder: string): Promise<number> {
  const { pid, ended } = startProgram(comparison, folder);
  const watch = mostHeldBy(pid, { withItself: true });
  await ended;
  return watch.end();
}

function startProgram({ program }: Comparison, folder: string): { pid: number; ended: Promise<boolean> } {
  if (program.makes) rmSync(program.makes(folder), { force: true });
  const child = spawn(program.command, program.args(folder), { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.resume();
  const ended = Promise.race([
    once(child, 'close').then(([code]) => code === 0),
    once(child, 'error').then(() => false),
  ]);
  return { pid: child.pid ?? -1, ended };
}
