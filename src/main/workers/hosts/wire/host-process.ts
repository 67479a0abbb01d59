import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Limits } from '../../../../contract/manifest.ts';
import type { Clock } from '../../../base/clock.ts';
import { giveBack } from '../../../base/lent-bytes.ts';
import type { MessageFromHost, MessageToHost, Packet } from '../../../../worker-kit/host-side/messages.ts';
import { forgetPidFile } from '../containers/container-place.ts';
import { createFrameReader } from './frames.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { readHostMessage } from './host-message.ts';
import { gripHost } from './host-grip.ts';
import { createOutbox } from './outbox.ts';
import { filterFile, handFilter, type HostCommand } from '../machine/host-command.ts';

export type HostExit = {
  code: number | null;
  signal: string | null;
  /** The last it wrote to stderr. */
  lastWords: string;
  /** Why it could not be started. */
  error?: string;
};

export type HostProcess = {
  readonly pid: number;
  /** Throws `limit-exceeded` when the message is too large. */
  send: (packet: Packet<MessageToHost>) => void;
  /** Asks the host to end by closing its input. One in a container is ended: it is the first process there, and cannot end itself by a signal. */
  end: () => void;
  kill: () => void;
};

export type HostProcessParts = {
  command: HostCommand;
  limits: Pick<Limits, 'messagesPerSecond'>;
  clock: Clock;
  onPacket: (packet: Packet<MessageFromHost>) => void;
  /** The host does what no host does; there is no talking to it. */
  onFault: (what: string) => void;
  /** It sends far more than it may. */
  onFlood: () => void;
  /** Its process is known, before it is heard. */
  onFound?: (pid: number) => void;
  onStderr: (text: string) => void;
  onExit: (exit: HostExit) => void;
};

const keptWords = 4096;
/** What it wrote last is read sooner than that. */
const restReadWithinMs = 3000;
/** Bytes that may wait for a host that does not read. */
const mostUnread = 64 * 1024 * 1024;

/** Starts a host and speaks the frame protocol over its stdin and stdout. */
export function startHostProcess(parts: HostProcessParts): HostProcess {
  const { command, onFault, onStderr, onExit } = parts;
  const child = startChild(command);
  if (child.pid === undefined) return stillborn(child, parts);
  const grip = gripHost(child, command);
  let isOpen = true;
  let lastWords = '';

  const inbox = listen(child.stdout, { ...parts, isOpen: () => isOpen, refuse });
  if (grip.found) {
    child.stdout.pause(); // nobody is heard who cannot be ended
    void grip.found.then(() => {
      if (grip.pid() !== child.pid) parts.onFound?.(grip.pid());
      child.stdout.resume();
    });
  } else parts.onFound?.(grip.pid());
  const outbox = createOutbox<MessageToHost>((buffers) => {
    writeAll(child.stdin, buffers);
    if (child.stdin.writableLength > mostUnread) refuse('does not read what it is sent');
  });

  function refuse(what: string): void {
    if (!isOpen) return;
    isOpen = false;
    onFault(what);
  }

  function exit(result: Omit<HostExit, 'lastWords'>): void {
    isOpen = false;
    onExit({ ...result, lastWords });
  }

  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-keptWords);
    onStderr(text);
  });
  child.stdin.on('error', () => undefined); // it ended while it was written to; `close` tells
  letGoOnceEnded(child);
  child.once('close', (code, signal) => exit({ code, signal }));

  function kill(): void {
    inbox.drop(); // while its output is not read on, its end is not told
    grip.kill();
  }

  return {
    get pid() {
      return grip.pid();
    },
    send: (packet) => outbox.add(packet),
    end: () => (command.container ? kill() : void child.stdin.end()),
    kill,
  };
}

function startChild({ file, args, environment: env, cwd, filter }: HostCommand): ChildProcessWithoutNullStreams {
  const stdio = ['pipe', 'pipe', 'pipe', ...(filter ? (['pipe'] as const) : [])] as const;
  const child = spawn(file, args, { env, cwd, stdio: [...stdio], windowsHide: true });
  handFilter(child.stdio[filterFile], filter);
  return child;
}

/**
 * Something that outlives the process may keep its output open, and its end would never be told: bubblewrap's inner process does, when
 * its outer one is killed in the moment before they are tied together.
 */
function letGoOnceEnded(child: ChildProcessWithoutNullStreams): void {
  let timer: NodeJS.Timeout | undefined;
  const letGo = (): void => {
    if (child.stdout.isPaused()) wait(); // not all of it has been taken
    else for (const stream of child.stdio) stream?.destroy();
  };
  const wait = (): void => void (timer = setTimeout(letGo, restReadWithinMs));
  child.once('exit', wait);
  child.once('close', () => clearTimeout(timer));
}

/** With one system call where it can be. */
function writeAll(stdin: Writable, buffers: Uint8Array[]): void {
  const [first, ...bodies] = buffers;
  if (bodies.length === 0) return void stdin.write(first);
  stdin.cork();
  stdin.write(first);
  for (const body of bodies) stdin.write(body, () => giveBack(body));
  stdin.uncork();
}

type Listening = HostProcessParts & { isOpen: () => boolean; refuse: (what: string) => void };

/** Reads what the host says, as fast as it may say it. */
function listen(stdout: Readable, parts: Listening): Inbox<Packet<unknown>> {
  const { isOpen, refuse } = parts;
  let arrived: Packet<unknown>[] = [];
  const read = createFrameReader((packet) => void arrived.push(packet));
  const inbox = createInbox<Packet<unknown>>({
    perSecond: parts.limits.messagesPerSecond,
    clock: parts.clock,
    pause: () => stdout.pause(),
    resume: () => stdout.resume(),
    onFlood: parts.onFlood,
    deliver(packet) {
      if (!isOpen()) return;
      const message = readHostMessage(packet.message);
      if (message) parts.onPacket({ message, bytes: packet.bytes });
      else refuse('sent a message of no known kind');
    },
  });
  stdout.on('data', (chunk: Buffer) => {
    try {
      if (isOpen()) read(chunk);
      inbox.take(arrived);
    } catch (error) {
      refuse(`sent no message: ${error instanceof Error ? error.message : String(error)}`);
    }
    arrived = [];
  });
  return inbox;
}

/** The system could not start it, for example because there are too many open files; then it may not even have pipes. */
function stillborn(child: ChildProcess, { command, onExit }: HostProcessParts): HostProcess {
  if (command.container) forgetPidFile(command.container);
  child.once('error', (error) => onExit({ code: null, signal: null, lastWords: '', error: error.message }));
  const nothing = (): void => undefined;
  return { pid: 0, send: nothing, end: nothing, kill: nothing };
}
