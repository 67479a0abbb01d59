import { syncBuiltinESMExports } from 'node:module';
import { constants } from 'node:os';
import { Readable } from 'node:stream';
import type { MessageFromHost, MessageToHost, Packet } from '../../../../worker-kit/host-side/messages.ts';
import { createFrameReader } from './frames.ts';
import { createOutbox, type Outbox } from './outbox.ts';

export type EngineLinkParts = {
  onPacket: (packet: Packet<MessageToHost>) => void;
  /** Called with bytes that have been sent. */
  onSent?: (bytes: Uint8Array) => void;
};

/** Inside a host: takes over stdin and stdout for the engine, and ends the process when the engine is gone. */
export function openEngineLink(parts: EngineLinkParts): Outbox<MessageFromHost> {
  const { onPacket, onSent } = parts;
  const { stdin, stdout } = process;
  const endProcess = takeKill();
  // Whoever prints, prints to stderr: one stray line between the frames would be the end.
  Object.defineProperty(process, 'stdout', { get: () => process.stderr });
  Object.defineProperty(process, 'stdin', { value: Readable.from([]) });
  // Ctrl+C in a terminal reaches every process of it; the engine decides when a host ends.
  process.on('SIGINT', () => undefined);

  const read = createFrameReader(({ message, bytes }) => {
    onPacket({ message: message as MessageToHost, bytes });
  });
  stdin.on('data', (chunk: Buffer) => read(chunk));
  stdin.on('end', endProcess);
  stdin.on('error', endProcess);
  stdout.on('error', endProcess);
  return createOutbox((buffers) => {
    for (const buffer of buffers) stdout.write(buffer, () => onSent?.(buffer));
  });
}

/** Where no sandbox hides the disk and the other processes, these reach them past the permission model. */
const reachingOut = {
  // V8 has flags that write files of any name.
  'node:v8': ['setFlagsFromString'],
  // Any process of the same user can be slowed down.
  'node:os': ['setPriority', 'getPriority'],
} as const;

/**
 * Ends this process without asking anybody in it. What can reach other processes is taken away from worker code:
 * where no sandbox hides them, the permission model alone would let it send them signals.
 */
function takeKill(): () => void {
  const { pid } = process;
  const kill = Reflect.get(process, '_kill') as (pid: number, signal: number) => number;
  for (const name of ['kill', '_kill', '_debugProcess', '_debugEnd', 'dlopen', 'binding', '_linkedBinding', 'execve']) {
    Reflect.deleteProperty(process, name);
  }
  for (const [module, names] of Object.entries(reachingOut)) {
    const exported = process.getBuiltinModule(module);
    if (exported) for (const name of names) Reflect.deleteProperty(exported, name);
  }
  syncBuiltinESMExports();
  return () => void kill(pid, constants.signals.SIGKILL);
}
