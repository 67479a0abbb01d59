import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants as system } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { HeronError } from '../../base/errors.ts';
import type { EndGuard } from '../hosts/machine/end-guard.ts';
import { endProcess } from '../hosts/machine/end-process.ts';
import { type CodeStart, confine, type ConfinementParts, mainFiles, roomFiles } from './confinement.ts';
import type { CodeLimit, CodeLimits } from './languages.ts';
import { type KeptOutput, keepOutput } from './kept-output.ts';
import { watchCode } from './watch-code.ts';
import { diskWorkspace, give, type GivenFile, roomWorkspace, type Workspace } from './workspace.ts';

export type CodeEnd = {
  /** null: a signal ended it. */
  exitCode: number | null;
  signal: string | null;
  /** The limit that ended it. */
  limit: CodeLimit | null;
  output: KeptOutput;
  durationMs: number;
};

export type FinishedCode = { end: CodeEnd; workspace: Workspace };

export type RunParts = {
  confinement: ConfinementParts;
  start: Omit<CodeStart, 'limits'> & { limits: CodeLimits };
  /** What it reads as its standard input. */
  input: string;
  files: GivenFile[];
  /** An open file with the filter of system calls, where there is one. */
  filter: number | undefined;
  guard: EndGuard;
  signal: AbortSignal;
};

/** Runs code to its end, or to one of its limits. The workspace is the caller’s to close. Errors: `cancelled`, `internal`. */
export async function runCode(parts: RunParts): Promise<FinishedCode> {
  return parts.confinement.walls.kind === 'room' ? runInRoom(parts) : runOnDisk(parts);
}

async function runOnDisk(parts: RunParts): Promise<FinishedCode> {
  const workspace = await diskWorkspace(parts.start.folders.workspace);
  for (const file of parts.files) await give(workspace, file);
  const child = startChild(parts);
  const { pid = 0 } = child;
  // No walls end it with the engine.
  parts.guard.watch(pid);
  try {
    return { end: await follow(parts, { child, pid, workspace }), workspace };
  } finally {
    parts.guard.forget(pid);
  }
}

async function runInRoom(parts: RunParts): Promise<FinishedCode> {
  const { start, files } = parts;
  const child = startChild(parts);
  const failed = new AbortController();
  child.once('exit', () => failed.abort());
  const words = keepOutput(child, 4096, () => undefined);
  let workspace: Workspace | undefined;
  let pid = 0;
  try {
    pid = await tenant(pipeOf<Readable>(child, roomFiles.tells), failed.signal);
    const main = join(start.folders.program, mainFiles[start.language]);
    workspace = await roomWorkspace(pid, main, failed.signal);
    for (const file of files) await give(workspace, file);
    words.stop();
    const end = follow(parts, { child, pid, workspace });
    pipeOf<Writable>(child, roomFiles.waits).end('go');
    return { end: await end, workspace };
  } catch (error) {
    killBoth(child, pid);
    await workspace?.close();
    if (parts.signal.aborted || error instanceof HeronError || !failed.signal.aborted) throw error;
    const said = words.kept().stderr.text.trim();
    throw new HeronError('internal', `The sandbox for code does not start: ${said || 'it ended at once'}`);
  }
}

function pipeOf<Pipe>({ stdio }: ChildProcess, file: number): Pipe {
  return (stdio as readonly unknown[])[file] as Pipe;
}

/** Who is in the room, told before the walls stand. */
async function tenant(tells: Readable, signal: AbortSignal): Promise<number> {
  let text = '';
  const read = (chunk: Buffer): void => void (text += chunk.toString());
  tells.on('data', read);
  while (!text.includes('}')) await once(tells, 'data', { signal });
  return (JSON.parse(text) as { 'child-pid': number })['child-pid'];
}

function startChild({ confinement, start, filter, signal }: RunParts): ChildProcess {
  signal.throwIfAborted();
  const command = confine(confinement, start);
  const isRoom = confinement.walls.kind === 'room';
  const child = spawn(command.file, command.args, {
    env: command.environment,
    cwd: command.cwd,
    detached: process.platform !== 'win32',
    stdio: ['pipe', 'pipe', 'pipe', ...(isRoom ? [filter, 'pipe' as const, 'pipe' as const] : [])],
    windowsHide: true,
  });
  // It may end without reading its input, or before it is asked to begin; `close` tells.
  for (const pipe of child.stdio) pipe?.on('error', () => undefined);
  return child;
}

/** The one in the room asks only late to be ended with bubblewrap, so it is ended by itself, too. */
function killBoth(child: ChildProcess, pid: number): void {
  if (pid > 0 && pid !== child.pid) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
  endProcess(child);
}

type Started = { child: ChildProcess; pid: number; workspace: Workspace };

async function follow(parts: RunParts, { child, pid, workspace }: Started): Promise<CodeEnd> {
  const { start, signal, input } = parts;
  const begin = performance.now();
  let limit: CodeLimit | null = null;
  const kill = (): void => killBoth(child, pid);
  const exceed = (exceeded: CodeLimit): void => {
    limit ??= exceeded;
    kill();
  };
  const output = keepOutput(child, start.limits.keptOutputBytes, () => exceed('output'));
  const watch = watchCode({ pid, start, isFull: workspace.isFull, onExcess: exceed });
  signal.addEventListener('abort', kill, { once: true });
  if (signal.aborted) kill();
  child.stdin?.end(input);
  try {
    const [code, signalName] = await ended(child);
    signal.throwIfAborted();
    const end = {
      ...exitOf(code, signalName),
      output: output.kept(),
      durationMs: Math.round(performance.now() - begin),
    };
    return { ...end, limit: limit ?? keptByOthers(end, start.limits.cpuMs) };
  } finally {
    watch.stop();
    signal.removeEventListener('abort', kill);
  }
}

async function ended(child: ChildProcess): Promise<[number | null, string | null]> {
  try {
    return (await once(child, 'close')) as [number | null, string | null];
  } catch (error) {
    throw new HeronError('internal', `The code could not be started: ${String(error)}`);
  }
}

type Exit = Pick<CodeEnd, 'exitCode' | 'signal'>;

/** Bubblewrap and shells tell of a signal as 128 and its number. */
function exitOf(code: number | null, signal: string | null): Exit {
  const [name] = Object.entries(system.signals).find(([, number]) => code !== null && number === code - 128) ?? [];
  return name === undefined ? { exitCode: code, signal } : { exitCode: null, signal: name };
}

const outOfMemory =
  /JavaScript heap out of memory|ERR_MEMORY_ALLOCATION_FAILED|Array buffer allocation failed|^MemoryError|ENOMEM/m;
const outOfSpace = /ENOSPC|EFBIG|\[Errno (27|28)\]/;

/** The kernel and the runtimes keep limits too, and may be faster than the watch. */
function keptByOthers(
  { exitCode, signal, durationMs, output }: Omit<CodeEnd, 'limit'>,
  cpuMs: number,
): CodeLimit | null {
  if (exitCode === 0) return null;
  if (signal === 'SIGXFSZ' || outOfSpace.test(output.stderr.last)) return 'disk';
  if (outOfMemory.test(output.stderr.last)) return 'memory';
  return (signal === 'SIGXCPU' || signal === 'SIGKILL') && durationMs >= cpuMs ? 'cpu' : null;
}
