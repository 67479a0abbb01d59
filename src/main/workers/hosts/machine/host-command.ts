import { execFile, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Readable, Writable } from 'node:stream';

/** `cwd` is no place of the person's: the engine's own would tell where it was started, and take files without a path. */
export type PlainCommand = { file: string; args: string[]; environment: NodeJS.ProcessEnv; cwd: string };

/** The number by which a command finds the filter of system calls that it is handed. */
export const filterFile = 3;

export type HostCommand = PlainCommand & {
  /** It starts this container, and the process in it is the host. */
  container?: ContainerPlace;
  /** It reads a filter of system calls from `filterFile`. */
  filter?: Uint8Array;
};

/** One container, before and while it is there. Its process is no child of the program that was started for it. */
export type ContainerPlace = {
  /** Holds the id of its process once it has one; it is there from the beginning, so that the end guard looks into it. */
  pidFile: string;
  /** Prints that id; for a runtime that does not write it. */
  ask?: PlainCommand;
  /** Ends it whoever its process belongs to. */
  end: PlainCommand;
};

/** `words`: the last it wrote to stderr. */
export type Outcome = { output?: string; error?: string; words?: string };

export function attempt(command: PlainCommand, timeout = 10_000): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { env: command.environment, cwd: command.cwd, timeout, windowsHide: true } as const;
    execFile(command.file, command.args, options, (error, output, words) => {
      resolve(error ? { error: error.message.slice(0, 300), words: words.slice(-1000) } : { output });
    });
  });
}

/** As `attempt`, of a command that is handed a filter. */
export async function attemptFiltered(command: HostCommand, timeout = 10_000): Promise<Outcome> {
  const { file, args, environment: env, cwd, filter } = command;
  const child = spawn(file, args, { env, cwd, timeout, windowsHide: true, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('close', (code, signal) => resolve(code === 0 ? undefined : `It ended with ${signal ?? code}`));
  });
  handFilter(child.stdio[filterFile], filter);
  const [error, output, words] = await Promise.all([ended, textOf(child.stdout), textOf(child.stderr)]);
  return error === undefined ? { output } : { error, words: words.slice(-1000) };
}

export function handFilter(file: Readable | Writable | null | undefined, filter: Uint8Array | undefined): void {
  if (!file || !filter || !('end' in file)) return;
  file.on('error', () => undefined); // it ended before it read it; its end tells
  file.end(filter);
}

async function textOf(stream: Readable | null): Promise<string> {
  return stream ? text(stream).catch(() => '') : '';
}
