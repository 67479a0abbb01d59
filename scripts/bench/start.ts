import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataPaths } from '../../src/main/base/paths.ts';
import { runNode } from '../processes.ts';
import { root } from '../steps.ts';
import { type Figure, figure } from './figure.ts';
import { answered, end, install, residentMb, startProgram } from './installed.ts';

const rounds = 12;
const idleMs = 3000;

/** From starting the headless program to its first answered call, and what it weighs when nothing happens. */
export async function measureStart(): Promise<Figure[]> {
  const built = await runNode(['scripts/build.ts'], { cwd: root });
  if (built.code !== 0) throw new Error(`The build failed:\n${built.stdout}${built.stderr}`);
  const bare: number[] = [];
  const starts: number[] = [];
  const bareCpu: number[] = [];
  const cpu: number[] = [];
  const memory: number[] = [];
  const bareMemory: number[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'heron-bench-'));
  const program = join(folder, 'program');
  const data = join(folder, 'data');
  try {
    install(program);
    for (let round = 0; round <= rounds; round += 1) {
      const floor = await bareStart();
      const measured = await start(program, data, round % 3 === 0);
      // The first round fills the compile cache and makes the database.
      if (round === 0) continue;
      bare.push(floor.ms);
      bareCpu.push(floor.cpuMs);
      bareMemory.push(floor.memoryMb);
      starts.push(measured.ms);
      cpu.push(measured.cpuMs);
      if (measured.memoryMb !== undefined) memory.push(measured.memoryMb);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return [
    figure('cold start to the first answered call', 'ms', starts, {
      floor: { name: 'bare Node', values: bare },
      goal: { text: '≤ 300 ms', isMet: (median) => median <= 300 },
    }),
    figure("processor time of the engine's main thread until then", 'ms', cpu, {
      floor: { name: 'bare Node', values: bareCpu },
    }),
    figure(`idle resident memory of the engine`, 'MB', memory, {
      floor: { name: 'bare Node', values: bareMemory },
      goal: { text: '≤ 130 MB', isMet: (median) => median <= 130 },
    }),
  ];
}

type Measured = { ms: number; cpuMs: number; memoryMb?: number };

async function start(program: string, data: string, isWeighed: boolean): Promise<Measured> {
  const begun = performance.now();
  const child = startProgram(program, data);
  try {
    await answered(dataPaths(data).socket, child);
    const ms = performance.now() - begun;
    const cpuMs = mainThreadMs(child);
    if (!isWeighed) return { ms, cpuMs };
    await new Promise((resolve) => setTimeout(resolve, idleMs));
    return { ms, cpuMs, memoryMb: residentMb(child) };
  } finally {
    await end(child);
  }
}

async function bareStart(): Promise<Required<Measured>> {
  const begun = performance.now();
  const child = spawn(process.execPath, ['-e', 'process.stdout.write("."); setInterval(() => {}, 1000)'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    await once(child.stdout, 'data');
    return { ms: performance.now() - begun, cpuMs: mainThreadMs(child), memoryMb: residentMb(child) };
  } finally {
    await end(child);
  }
}

/** What a busy machine changes least; the first figure of the kernel's account is in nanoseconds. */
function mainThreadMs({ pid }: ChildProcess): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}
