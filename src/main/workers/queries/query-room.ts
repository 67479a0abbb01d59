import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Duplex, Writable } from 'node:stream';
import { fromFailure, HeronError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { outsideTrace } from '../../base/trace-context.ts';
import { endProcess } from '../hosts/machine/end-process.ts';
import { handFilter } from '../hosts/machine/host-command.ts';
import type { HostPrograms } from '../hosts/machine/programs.ts';
import type { Sandbox } from '../hosts/machine/sandbox.ts';
import type { OpenFile } from './open-file.ts';
import { type FromRoom, roomFiles, type ToRoom } from './wire.ts';

export type RoomParts = {
  sandbox: Sandbox;
  programs: HostPrograms;
  logger: Logger;
  memoryMb: number;
  files: OpenFile[];
  /** To the server. */
  connection: Socket | undefined;
  /** Opens another one. */
  connect: (() => Promise<Socket>) | undefined;
};

type Told = Extract<FromRoom, { kind: 'opened' | 'rows' }>;

export type Room = {
  /** Where the room finds a file it was handed. */
  placeOf(index: number): string;
  /** One question at a time. Errors: what the room tells. */
  ask<Kind extends Told['kind']>(kind: Kind, message: ToRoom): Promise<Extract<Told, { kind: Kind }>>;
  /** Has what runs called off, within so long, and ends the room. */
  callOff(withinMs: number): Promise<void>;
  end(reason: Error): void;
};

const keptWords = 2000;

/** Starts the process that asks; the files and connections are numbers it inherits, so it needs neither disk nor network. */
export function startRoom(parts: RoomParts): Room {
  const child = outsideTrace(() => start(parts));
  let [words, reason] = ['', undefined as Error | undefined];
  let waiting: { resolve: (told: Told) => void; reject: (error: Error) => void } | undefined;
  let calledOff: (() => void) | undefined;

  const settle = (): typeof waiting => {
    const one = waiting;
    waiting = undefined;
    return one;
  };
  function hear(message: FromRoom): void {
    if (message.kind === 'connect') return void connectSecond(parts, child);
    if (message.kind === 'ended') return calledOff?.();
    if (message.kind === 'failed') return settle()?.reject(fromFailure(message.failure));
    settle()?.resolve(message);
  }
  createInterface({ input: pipe(child, 1) }).on('line', (line) => hear(JSON.parse(line) as FromRoom));
  child.stderr?.on('data', (piece: Buffer) => (words = (words + piece.toString()).slice(-keptWords)));
  const ended = new Promise<void>((resolve) => {
    const over = (how: string): void => {
      settle()?.reject(reason ?? new HeronError('internal', `What asks the database ended (${how}): ${words.trim()}`));
      calledOff?.();
      parts.connection?.destroy();
      resolve();
    };
    child.once('error', ({ message }) => over(message));
    child.once('exit', (code, signal) => over(signal ?? `code ${code}`));
  });
  if (parts.connection) join(parts.connection, pipe(child, roomFiles.connection));

  return {
    placeOf: (index) => placeOf(parts, index),
    ask: (_kind, message) =>
      new Promise((resolve, reject) => {
        if (reason) return reject(reason);
        waiting = { resolve: resolve as (told: Told) => void, reject };
        write(child, message);
      }),
    async callOff(withinMs) {
      if (parts.connection && child.exitCode === null) {
        const timer = { current: undefined as NodeJS.Timeout | undefined };
        await new Promise<void>((resolve) => {
          calledOff = resolve;
          timer.current = setTimeout(resolve, withinMs);
          write(child, { kind: 'cancel' });
        });
        clearTimeout(timer.current);
      }
      this.end(new HeronError('cancelled', 'The query was called off'));
      await ended;
    },
    end(why) {
      reason ??= why;
      child.stdin?.end();
      endProcess(child);
    },
  };
}

function start({ sandbox, programs, memoryMb, files, connection }: RoomParts): ChildProcess {
  const { file, args, environment, cwd, filter } = sandbox.command({
    flags: ['--permission', '--allow-addons', '--disable-warning=SecurityWarning', `--max-old-space-size=${memoryMb}`],
    script: programs.query.script,
    readable: programs.query.readable,
    folder: '/',
  });
  const way = connection ? ('pipe' as const) : ('ignore' as const);
  const child = spawn(file, args, {
    ...{ env: environment, cwd, windowsHide: true },
    stdio: ['pipe', 'pipe', 'pipe', filter ? 'pipe' : 'ignore', way, way, ...files.map((one) => one.file.fd)],
  });
  handFilter(child.stdio[roomFiles.filter], filter);
  child.stdin?.on('error', () => undefined); // it has ended; its end tells
  return child;
}

/** Linux opens a file again by its number, wherever it lies; elsewhere it is opened by its name. */
function placeOf({ files }: RoomParts, index: number): string {
  return process.platform === 'linux' ? `/proc/self/fd/${roomFiles.first + index}` : (files[index]?.path ?? '');
}

function write({ stdin }: ChildProcess, message: ToRoom): void {
  stdin?.write(`${JSON.stringify(message)}\n`);
}

function pipe({ stdio }: ChildProcess, number: number): Duplex {
  return (stdio as readonly unknown[])[number] as Duplex;
}

async function connectSecond({ connect, logger }: RoomParts, child: ChildProcess): Promise<void> {
  const way = pipe(child, roomFiles.second);
  try {
    const socket = await connect?.();
    if (socket) join(socket, way);
  } catch (error) {
    logger.warn('A statement could not be called off at its server', { error: String(error) });
    way.destroy();
  }
}

/** What one end says the other hears; the end of one is the end of both. */
function join(socket: Socket, way: Duplex): void {
  for (const [one, other] of [
    [socket, way],
    [way, socket],
  ] as [Duplex, Writable & Duplex][]) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
    one.pipe(other);
  }
}
