/**
 * What the engine and a worker's host say to each other. Bytes travel beside a message, never inside it.
 * A call's number is chosen by the engine, a broker request's by the host; both count up from 1.
 */
export type Packet<Message> = { message: Message; bytes?: Uint8Array | undefined };

export type HostFailure = { code: string; message: string; details?: Record<string, unknown> | undefined };

export type HostCallScope = {
  runId: string;
  taskId: string;
  attempt: number;
  idempotencyKey: string;
  answer?: string | undefined;
};

/** Absolute paths; `kit` and `inside` are what `heron/worker-kit` and the isolate's own side are loaded from. */
export type LoadMessage = {
  type: 'load';
  folder: string;
  entry: string;
  kit: string;
  inside: string;
  /** At most. */
  isolates: number;
  memoryMb: number;
};

export type CallMessage = {
  type: 'call';
  call: number;
  action: string;
  input: unknown;
  scope: HostCallScope;
  /** Of the worker, as they are now. */
  settings: Record<string, unknown>;
};

export type CancelMessage = { type: 'cancel'; call: number; failure: HostFailure };

export type ReplyMessage = { type: 'reply'; call: number; request: number; value: unknown };

export type RefusalMessage = { type: 'refusal'; call: number; request: number; failure: HostFailure };

/** What concerns one call. */
export type CallTraffic = CallMessage | CancelMessage | ReplyMessage | RefusalMessage;

/** `stop`: there are no more calls; the worker's own ending runs, then the host says `stopped`. `ping`: the host says `pong`. */
export type MessageToHost = LoadMessage | CallTraffic | { type: 'stop' } | { type: 'ping' };

export const lifePhases = ['init', 'start', 'stop', 'dispose'] as const;
export type LifePhase = (typeof lifePhases)[number];

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export type ProgressMessage = {
  type: 'progress';
  call: number;
  percent?: number | undefined;
  text?: string | undefined;
  output?: unknown;
};

/** What a call has used so far in all. */
export type CallTotal = { tokens?: number; money?: number };

export type RequestMessage = { type: 'request'; call: number; request: number; method: string; parameters: unknown };

export type MessageFromHost =
  /** `phases` are the life-cycle functions that the worker has. */
  | { type: 'ready'; actions: string[]; phases: LifePhase[] }
  /** This function begins. */
  | { type: 'phase'; phase: LifePhase }
  | { type: 'stopped' }
  | { type: 'pong' }
  | { type: 'unusable'; message: string }
  | { type: 'result'; call: number; output: unknown; used?: CallTotal | undefined }
  | { type: 'error'; call: number; failure: HostFailure; used?: CallTotal | undefined }
  | { type: 'used'; call: number; used: CallTotal }
  | ProgressMessage
  | RequestMessage
  | { type: 'log'; level: LogLevel; message: string }
  /** The worker's own engine of JavaScript ran out of memory; the process is of no use any more. */
  | { type: 'exhausted' };
