import type { MessagePort } from 'node:worker_threads';
import type { LifePhase, LoadMessage } from '../../../../worker-kit/host-side/messages.ts';

/** What a thread is started with. */
export type ThreadTask = { port: MessagePort; load: LoadMessage };

/** A list of messages as JSON, and their bytes one after the other: in a buffer of their own, to be handed over. */
export type ThreadDelivery = { json: string; body: Uint8Array<ArrayBuffer> | undefined };

/** `end`: there are no more calls, and the worker's own ending is to run. */
export type MessageToThread = ThreadDelivery | 'end';

/** A message from inside the isolate, not looked into: the engine does that. */
export type ThreadPacket = { json: string; bytes: Uint8Array<ArrayBuffer> | undefined; endedCall: number | undefined };

export type MessageFromThread =
  | { type: 'ready'; actions: string[]; phases: LifePhase[] }
  | { type: 'stopped' }
  | { type: 'unusable'; message: string }
  | { type: 'exhausted' }
  | { type: 'packets'; packets: ThreadPacket[] };
