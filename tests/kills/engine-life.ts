import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** When the engine dies: so long after its start, at one of its writes, or not before it is told to. */
export type Death =
  | { kind: 'moment'; afterMs: number }
  | { kind: 'write'; when: 'before' | 'after'; number: number }
  | { kind: 'none' };

/** One process of an engine, from its start to its end. */
export type EngineLife = {
  isOver(): boolean;
  /** Resolves with the end of the process: how it ended, and what it said. */
  ended: Promise<{ wasKilled: boolean; output: string }>;
  kill(): void;
  /** Ends it the way a person would. */
  stop(): Promise<void>;
  process: ChildProcess;
};

/** `heron serve --headless` on a data folder: the program itself, with nothing of this process's environment but PATH. */
export function startEngine(dataFolder: string, death: Death): EngineLife {
  const child = spawn(
    process.execPath,
    ['--import', join(import.meta.dirname, 'die-at-write.ts'), join(root, 'bin/heron.js'), 'serve', '--headless'],
    {
      cwd: root,
      env: {
        PATH: process.env['PATH'],
        HERON_DATA_DIR: dataFolder,
        HOME: dataFolder,
        ...(death.kind === 'write' ? { HERON_DIE_AT_WRITE: `${death.when} ${death.number}` } : {}),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data: Buffer) => (output = `${output}${data.toString()}`.slice(-20_000)));
  }
  const ended = once(child, 'close').then(() => ({ wasKilled: child.signalCode === 'SIGKILL', output }));
  const timer = death.kind === 'moment' ? setTimeout(() => child.kill('SIGKILL'), death.afterMs) : undefined;
  void ended.then(() => clearTimeout(timer));
  return {
    isOver: () => child.exitCode !== null || child.signalCode !== null,
    ended,
    kill: () => void child.kill('SIGKILL'),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
    process: child,
  };
}
