import { AsyncLocalStorage } from 'node:async_hooks';
import { hash, randomFillSync } from 'node:crypto';
import type { Surface } from '../../contract/surfaces.ts';

/** What everything that is done for one interaction has in common, as W3C Trace Context names it. */
export type TraceContext = {
  /** 32 hexadecimal digits. */
  traceId: string;
  /** 16 hexadecimal digits: the span around what is being done. */
  spanId: string;
  /** The call that began it. */
  requestId?: string;
  /** The span of whoever called from outside. */
  callerId?: string;
  /** Where it was called. */
  surface?: Surface;
};

const current = new AsyncLocalStorage<TraceContext>();

export function traceContext(): TraceContext | undefined {
  return current.getStore();
}

/** Runs something, and all that it sets going, as part of a trace. */
export function inTrace<Result>(context: TraceContext, run: () => Result): Result {
  return current.run(context, run);
}

/** Runs something that outlives what is being done, and is not done for its sake alone. */
export function outsideTrace<Result>(run: () => Result): Result {
  return current.exit(run);
}

/** The context of a call. `parent` is the caller's `traceparent`; what it is not is passed over. */
export function requestContext(parent?: string): TraceContext {
  const spanId = newSpanId();
  const caller = readTraceparent(parent);
  const traceId = caller?.traceId ?? randomDigits(16);
  return { traceId, spanId, requestId: spanId, ...(caller ? { callerId: caller.spanId } : {}) };
}

export function newSpanId(): string {
  return randomDigits(8);
}

/** Asking the system for each id would cost more than all else that is done for it. */
const pool = Buffer.alloc(4096);
let used = pool.length;

function randomDigits(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}

const pattern = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}/;

function readTraceparent(text: string | undefined): { traceId: string; spanId: string } | undefined {
  const [, traceId, spanId] = pattern.exec(text ?? '') ?? [];
  return traceId === undefined || spanId === undefined ? undefined : { traceId, spanId };
}

export function traceparent({ traceId, spanId }: TraceContext): string {
  return `00-${traceId}-${spanId}-01`;
}

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What was recorded without a trace has the one its id spells: a ULID is 128 bits, as a trace id is. */
export function traceIdOf(id: string): string {
  let value = 0n;
  for (const digit of id.slice(id.indexOf('_') + 1)) value = value * 32n + BigInt(Math.max(0, digits.indexOf(digit)));
  return BigInt.asUintN(128, value).toString(16).padStart(32, '0');
}

/** The same place always has the same span, whoever asks and whenever. */
export function spanIdOf(place: string): string {
  return hash('sha256', place, 'hex').slice(0, 16);
}

export const spanPlaces = {
  run: (runId: string): string => spanIdOf(runId),
  task: (runId: string, path: string): string => spanIdOf(`${runId} ${path}`),
  attempt: (runId: string, path: string, attempt: number): string => spanIdOf(`${runId} ${path} ${attempt}`),
  worker: (runId: string, path: string, attempt: number): string => spanIdOf(`${runId} ${path} ${attempt} worker`),
};
