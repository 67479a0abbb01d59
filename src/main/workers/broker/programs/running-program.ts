import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { uptime } from 'node:os';
import { HeronError, systemCode } from '../../../base/errors.ts';
import { endPrograms, signalPrograms } from './end-programs.ts';
import { markVariable, type ProgramGroup } from './program-group.ts';
import { openTether } from './tether.ts';

export type ProgramStart = {
  path: string;
  calledAs: string;
  args: string[];
  /** Where it works, as the system is to be told; `cwdName` is what a person calls it. */
  cwd: string;
  cwdName: string;
  environment: Record<string, string>;
  input: string | null;
  mark: string;
  /** What is read of its output is remembered: it may go on without its call. */
  isDetachable?: boolean;
  /** Its input stays open. */
  keepsInput?: boolean;
};

export type ProgramStep =
  | { stream: 'stdout' | 'stderr'; bytes: Uint8Array }
  /** Somebody else reads on. */
  | { detached: true }
  | { exit: { code: number | null; signal: string | null } };

export type RunningProgram = {
  pid: number;
  upAt: number;
  mark: string;
  hasEnded(): boolean;
  /** Resolves when it has; its output may be read on. */
  ended: Promise<void>;
  /** The next output in the order it came; at last, when both streams have ended, the exit. */
  next(): Promise<ProgramStep>;
  /** Who reads its output, or waits for some, gets no more; gives what was read so far, and who reads on. */
  detach(): Detached;
  takesInput(): boolean;
  /** Resolves when the program's pipe has taken it. Errors: `conflict`, when its input is closed. */
  write(text: string, isLast: boolean): Promise<void>;
  /** To it, its group and what it started. */
  signal(name: NodeJS.Signals): Promise<void>;
  /** Asks it and what it started to end, ends it by force after a while; the output so far can still be read. */
  kill(graceMs?: number): Promise<void>;
  /** As `kill`, and nobody will read any more. */
  close(): Promise<void>;
};

/** Of what was read, the newest; `forgotten` bytes came before. */
export type ReadSoFar = { chunks: Uint8Array[]; forgotten: number };

export type Detached = ReadSoFar & { next(): Promise<ProgramStep> };

const rememberedAtMost = 1024 * 1024;

/** Output waiting to be read; more holds the program up. */
const waitingAtMost = 256 * 1024;

/** Errors: `not-found`, `permission-denied`, `invalid-input`, `limit-exceeded`, naming the program. */
export async function startProgram(start: ProgramStart): Promise<RunningProgram> {
  await nextTurn();
  const upAt = uptime();
  const tether = openTether(start.mark);
  const child = spawn(start.path, start.args, {
    argv0: start.calledAs,
    cwd: start.cwd,
    env: { ...start.environment, [markVariable]: start.mark },
    detached: process.platform !== 'win32',
    stdio: [
      start.input === null && !start.keepsInput ? 'ignore' : 'pipe',
      'pipe',
      'pipe',
      ...(tether ? [tether.file] : []),
    ],
    windowsHide: true,
  });
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw startError(error, start);
  } finally {
    tether?.release();
  }
  child.on('error', () => undefined); // from here on 'close' tells what there is to tell
  child.stdin?.on('error', () => undefined); // a program may end without reading its input
  if (!start.keepsInput) child.stdin?.end(start.input ?? '');
  else if (start.input !== null) child.stdin?.write(start.input);
  return follow(child, start, upAt);
}

let lastTurn: Promise<unknown> = Promise.resolve();

/** To start a program holds up the engine for some milliseconds, so between two of them all else has its turn. */
function nextTurn(): Promise<unknown> {
  lastTurn = lastTurn.then(() => new Promise((resolve) => setImmediate(resolve)));
  return lastTurn;
}

function follow(child: ChildProcess, { mark, isDetachable = false }: ProgramStart, upAt: number): RunningProgram {
  const pid = child.pid ?? 0;
  const output = collectOutput(child, isDetachable);
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  const group: ProgramGroup = { mark, leaders: [{ pid, upAt, hasEnded }] };
  let ending: Promise<void> | undefined;
  const kill = (graceMs?: number): Promise<void> => (ending ??= endPrograms(group, graceMs));
  return {
    pid,
    upAt,
    mark,
    hasEnded,
    ended,
    next: output.next,
    detach: output.detach,
    takesInput: () => child.stdin?.writable === true,
    write: (text, isLast) => writeTo(child, text, isLast),
    signal: (name) => signalPrograms(group, name),
    kill,
    close: async () => {
      await kill();
      child.stdout?.destroy();
      child.stderr?.destroy();
    },
  };
}

function writeTo({ stdin }: ChildProcess, text: string, isLast: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const closed = (): void => reject(new HeronError('conflict', 'The program takes no more input'));
    if (!stdin?.writable) return closed();
    stdin.write(text, (error) => (error ? closed() : resolve()));
    if (isLast) stdin.end();
  });
}

/** The newest of what was read. */
function createMemory(isKept: boolean): { add(bytes: Uint8Array): void; take(): ReadSoFar } {
  let chunks: Uint8Array[] = [];
  let kept = 0;
  let forgotten = 0;
  return {
    add(bytes) {
      if (!isKept) return;
      chunks.push(bytes);
      kept += bytes.byteLength;
      while (kept > rememberedAtMost && chunks.length > 1) {
        const size = chunks.shift()?.byteLength ?? 0;
        kept -= size;
        forgotten += size;
      }
    },
    take() {
      const taken = { chunks, forgotten };
      chunks = [];
      kept = 0;
      return taken;
    },
  };
}

type Collected = { next: () => Promise<ProgramStep>; detach: () => Detached };

function collectOutput(child: ChildProcess, isDetachable: boolean): Collected {
  const memory = createMemory(isDetachable);
  let reader = 0;
  const waiting: { stream: 'stdout' | 'stderr'; bytes: Uint8Array }[] = [];
  let waitingBytes = 0;
  let exit: ProgramStep | undefined;
  let wake: (() => void) | undefined;

  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.on('data', (bytes: Uint8Array) => {
      waiting.push({ stream, bytes });
      waitingBytes += bytes.byteLength;
      if (waitingBytes >= waitingAtMost) for (const each of [child.stdout, child.stderr]) each?.pause();
      wake?.();
    });
    child[stream]?.on('error', () => undefined);
  }
  child.on('close', (code, signal) => {
    exit = { exit: { code, signal } };
    wake?.();
  });

  async function nextFor(self: number): Promise<ProgramStep> {
    for (;;) {
      if (self !== reader) return { detached: true };
      const step = waiting.shift();
      if (step) {
        waitingBytes -= step.bytes.byteLength;
        if (self === 0) memory.add(step.bytes);
        if (waitingBytes < waitingAtMost) for (const each of [child.stdout, child.stderr]) each?.resume();
        return step;
      }
      if (exit) return exit;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  return {
    next: () => nextFor(0),
    detach() {
      reader = 1;
      wake?.();
      return { ...memory.take(), next: () => nextFor(1) };
    },
  };
}

function startError(error: unknown, { path, args, cwdName }: ProgramStart): HeronError {
  const details = { program: path, cwd: cwdName };
  switch (systemCode(error)) {
    case 'ENOENT':
      return new HeronError(
        'not-found',
        `${path} cannot be started: it, or the interpreter it names, is gone`,
        details,
      );
    case 'EACCES':
    case 'EPERM':
      return new HeronError('permission-denied', `The system does not let Heron start ${path}`, details);
    case 'E2BIG':
      return new HeronError('limit-exceeded', `${path} cannot take ${args.length} arguments of this length`, details);
    default:
      return new HeronError('invalid-input', `${path} cannot be started: ${String(error)}`, details, { cause: error });
  }
}
