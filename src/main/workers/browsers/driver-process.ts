import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fromFailure, HeronError } from '../../base/errors.ts';
import { outsideTrace } from '../../base/trace-context.ts';
import type { EndGuard } from '../hosts/machine/end-guard.ts';
import type { RoomCommand } from './browser-room.ts';
import type { DriverPage, DriverSetup, DriverStep, FromDriver, ToDriver } from './wire.ts';

export type DriverProcess = {
  start(setup: DriverSetup, timeoutMs: number): Promise<DriverPage>;
  step(step: DriverStep, timeoutMs: number, signal: AbortSignal): Promise<DriverPage>;
  isOver(): boolean;
  /** Resolves when no process of it is left. */
  end(): Promise<void>;
};

type Waiting = { resolve: (page: DriverPage) => void; reject: (error: unknown) => void };
/** Without the number it gets here. */
type Question = ToDriver extends infer Each ? (Each extends ToDriver ? Omit<Each, 'id'> : never) : never;

const keptWords = 2000;
const endsWithinMs = 5000;

/** A driver and its browser, as a group that the guard ends when the engine cannot. */
export function startDriver(
  command: RoomCommand,
  mark: string,
  guard: Pick<EndGuard, 'watchGroup' | 'forgetGroup'>,
): DriverProcess {
  const child = outsideTrace(() => spawnDriver(command));
  const pid = child.pid ?? 0;
  guard.watchGroup(pid, mark);
  const waiting = new Map<number, Waiting>();
  let words = '';
  let last = 0;
  let over: HeronError | undefined;
  const ended = new Promise<void>((resolve) => {
    const end = (how: string): void => {
      over ??= new HeronError('worker-crashed', `The browser ended (${how})${lastLine(words)}`);
      for (const { reject } of waiting.values()) reject(over);
      waiting.clear();
      guard.forgetGroup(pid, mark);
      resolve();
    };
    child.once('error', ({ message }) => end(message));
    child.once('exit', (code, signal) => end(signal ?? `code ${code}`));
  });
  child.stderr?.on('data', (piece: Buffer) => (words = (words + piece.toString()).slice(-keptWords)));
  child.stdin?.on('error', () => undefined); // its end tells
  if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => hear(waiting, line));

  function ask(question: Question): Promise<DriverPage> {
    if (over) return Promise.reject(over);
    const id = (last += 1);
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      child.stdin?.write(`${JSON.stringify({ ...question, id })}\n`);
    });
  }

  return {
    start: (setup, timeoutMs) => ask({ kind: 'start', setup, timeoutMs }),
    step: (step, timeoutMs, signal) => untilAborted(ask({ kind: 'step', step, timeoutMs }), signal),
    isOver: () => over !== undefined,
    async end() {
      child.stdin?.end();
      const timer = setTimeout(() => killGroup(child), endsWithinMs);
      await ended;
      clearTimeout(timer);
      // What the driver has left of its browser, where no room ends it.
      killGroup(child);
    },
  };
}

function hear(waiting: Map<number, Waiting>, line: string): void {
  const message = JSON.parse(line) as FromDriver;
  const asked = waiting.get(message.id);
  waiting.delete(message.id);
  if ('failure' in message) asked?.reject(fromFailure(message.failure));
  else asked?.resolve(message.page);
}

function spawnDriver({ file, args, environment }: RoomCommand): ChildProcess {
  const stdio: ['pipe', 'pipe', 'pipe'] = ['pipe', 'pipe', 'pipe'];
  const isGroup = process.platform !== 'win32';
  return spawn(file, args, { stdio, env: environment, cwd: '/', detached: isGroup, windowsHide: true });
}

function killGroup(child: ChildProcess): void {
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else if (child.pid) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody is left.
  }
}

function lastLine(words: string): string {
  const line = words.trim().split('\n').at(-1) ?? '';
  return line === '' ? '' : `: ${line}`;
}

function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
