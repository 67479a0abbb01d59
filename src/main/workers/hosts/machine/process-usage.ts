import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { descendantsOf, statFields } from './descendants.ts';

/** Resident memory and the processor time used since the process began. */
export type Usage = { memoryMb: number; cpuMs: number };

/** With the most that its memory ever was. */
export type Peak = Usage & { peakMb: number };

/** Looks at one process; undefined when it is gone. */
export type Measure = () => Usage | undefined | Promise<Usage | undefined>;

export type Meter = {
  /** How often to look. */
  everyMs: number;
  /** Measures the process that runs the worker: the one with this id or, in a sandbox, the last below it. */
  open: (pid: number) => Measure;
  /** The same process, exactly and at once; only where the system tells. Undefined when it is gone. */
  openPeak?: (pid: number) => () => Peak | undefined;
};

/**
 * Linux tells in /proc, in microseconds. macOS and the BSDs have `ps`, Windows has PowerShell; both cost a process a
 * look, so they are asked less often.
 */
export function createMeter(platform: NodeJS.Platform = process.platform): Meter {
  if (platform === 'linux') return { everyMs: 250, open: measureFromProc, openPeak: measureFromProc };
  if (platform === 'win32') return { everyMs: 2000, open: (pid) => () => measureWithPowerShell(pid) };
  return { everyMs: 500, open: (pid) => () => measureWithPs(pid) };
}

/** USER_HZ: the kernel tells processor time in hundredths of a second on every architecture Node runs on. */
const msPerTick = 10;

function measureFromProc(pid: number): () => Peak | undefined {
  let worker: number | undefined;
  return () => {
    // Below bubblewrap each process has one child, and the last of the line is Node.
    worker ??= descendantsOf(pid).at(-1) ?? pid;
    return lookInProc(worker);
  };
}

function lookInProc(worker: number): Peak | undefined {
  try {
    const status = readFileSync(`/proc/${worker}/status`, 'latin1');
    const memory = /^VmRSS:\s+(\d+) kB/m.exec(status);
    const most = /^VmHWM:\s+(\d+) kB/m.exec(status);
    const [userTicks, systemTicks] = statFields(worker).slice(11, 13);
    if (!memory || !most) return undefined;
    return {
      memoryMb: Number(memory[1]) / 1024,
      peakMb: Number(most[1]) / 1024,
      cpuMs: (Number(userTicks) + Number(systemTicks)) * msPerTick,
    };
  } catch {
    return undefined; // it ended between two looks
  }
}

async function measureWithPs(pid: number): Promise<Usage | undefined> {
  return readPs(await output('/bin/ps', ['-o', 'rss=,time=', '-p', String(pid)]));
}

/** Kilobytes and `[[days-]hours:]minutes:seconds[.hundredths]`. */
export function readPs(line: string): Usage | undefined {
  const match = /^\s*(\d+)\s+(?:(\d+)-)?((?:\d+:)*\d+(?:\.\d+)?)\s*$/.exec(line);
  if (!match) return undefined;
  const [, kilobytes, days = '0', clock = '0'] = match;
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return { memoryMb: Number(kilobytes) / 1024, cpuMs: Math.round((Number(days) * 86_400 + seconds) * 1000) };
}

async function measureWithPowerShell(pid: number): Promise<Usage | undefined> {
  const look = `$p = Get-Process -Id ${pid}; "$($p.WorkingSet64) $($p.TotalProcessorTime.Ticks)"`;
  return readPowerShell(await output('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', look]));
}

/** Bytes and units of 100 ns. */
export function readPowerShell(line: string): Usage | undefined {
  const match = /^\s*(\d+) (\d+)\s*$/.exec(line);
  if (!match) return undefined;
  return { memoryMb: Number(match[1]) / 1024 / 1024, cpuMs: Number(match[2]) / 10_000 };
}

function output(file: string, args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(file, args, { timeout: 5000, windowsHide: true }, (_error, text) => resolve(text));
  });
}
