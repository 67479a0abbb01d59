import { constants } from 'node:os';
import { Readable } from 'node:stream';
import type { MessageFromHost, MessageToHost } from '../../../../worker-kit/host-side/messages.ts';
import { takeReach } from '../take-reach.ts';
import { createFrameReader, type OnPacket } from './frames.ts';
import { createOutbox, type Outbox } from './outbox.ts';

export type EngineLinkParts = {
  onPacket: OnPacket<MessageToHost>;
  /** Called with bytes that have been sent. */
  onSent?: (bytes: Uint8Array) => void;
};

/** Variables that podman and docker set by themselves. */
const ofTheContainer = ['HOME', 'HOSTNAME', 'PATH'];

/** Inside a host: takes over stdin and stdout for the engine, and ends the process when the engine is gone. */
export function openEngineLink(parts: EngineLinkParts): Outbox<MessageFromHost> {
  const { onPacket, onSent } = parts;
  const { stdin, stdout } = process;
  const endProcess = takeKill();
  for (const name of ofTheContainer) Reflect.deleteProperty(process.env, name);
  // Whoever prints, prints to stderr: one stray line between the frames would be the end.
  Object.defineProperty(process, 'stdout', { get: () => process.stderr });
  Object.defineProperty(process, 'stdin', { value: Readable.from([]) });
  // Ctrl+C in a terminal reaches every process of it; the engine decides when a host ends.
  process.on('SIGINT', () => undefined);

  const read = createFrameReader(onPacket as OnPacket<unknown>);
  stdin.on('data', (chunk: Buffer) => read(chunk));
  stdin.on('end', endProcess);
  stdin.on('error', endProcess);
  stdout.on('error', endProcess);
  return createOutbox((buffers) => {
    for (const buffer of buffers) stdout.write(buffer, onSent && (() => onSent(buffer)));
  });
}

/** Ends this process without asking anybody in it. */
function takeKill(): () => void {
  const { pid } = process;
  const leave = Reflect.get(process, 'reallyExit') as (code: number) => void;
  const kill = takeReach();
  return () => {
    kill(pid, constants.signals.SIGKILL);
    leave.call(process, 1); // the first process of a container is safe from its own signals
  };
}
