import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { uptime } from 'node:os';
import { HeronError, systemCode } from '../../../base/errors.ts';
import { endPrograms } from './end-programs.ts';
import { markVariable } from './program-group.ts';
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
};

export type ProgramStep =
  | { stream: 'stdout' | 'stderr'; bytes: Uint8Array }
  | { exit: { code: number | null; signal: string | null } };

export type RunningProgram = {
  pid: number;
  upAt: number;
  hasEnded(): boolean;
  /** The next output in the order it came; at last, when both streams have ended, the exit. */
  next(): Promise<ProgramStep>;
  /** Ends it and what it started; the output so far can still be read. */
  kill(): Promise<void>;
  /** As `kill`, and nobody will read any more. */
  close(): Promise<void>;
};

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
    stdio: [start.input === null ? 'ignore' : 'pipe', 'pipe', 'pipe', ...(tether ? [tether.file] : [])],
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
  child.stdin?.end(start.input ?? '');
  return follow(child, start.mark, upAt);
}

let lastTurn: Promise<unknown> = Promise.resolve();

/** To start a program holds up the engine for some milliseconds, so between two of them all else has its turn. */
function nextTurn(): Promise<unknown> {
  lastTurn = lastTurn.then(() => new Promise((resolve) => setImmediate(resolve)));
  return lastTurn;
}

function follow(child: ChildProcess, mark: string, upAt: number): RunningProgram {
  const pid = child.pid ?? 0;
  const output = collectOutput(child);
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  let ending: Promise<void> | undefined;
  const kill = (): Promise<void> => (ending ??= endPrograms({ mark, leaders: [{ pid, upAt, hasEnded }] }));
  return {
    pid,
    upAt,
    hasEnded,
    next: output.next,
    kill,
    close: async () => {
      await kill();
      child.stdout?.destroy();
      child.stderr?.destroy();
    },
  };
}

function collectOutput(child: ChildProcess): { next: () => Promise<ProgramStep> } {
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

  return {
    async next() {
      for (;;) {
        const step = waiting.shift();
        if (step) {
          waitingBytes -= step.bytes.byteLength;
          if (waitingBytes < waitingAtMost) for (const each of [child.stdout, child.stderr]) each?.resume();
          return step;
        }
        if (exit) return exit;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
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
