import type { Json } from '../../contract/json.ts';

/** A request of a program on this machine to a model, as it came in; `path` is what stands after `/models/v1/`. */
export type ModelCall = { method: string; path: string; body: unknown; signal: AbortSignal };

export type ModelReply =
  | { status: number; body: Json; retryAfterSeconds?: number }
  /** Each value is one event of a stream. */
  | { events: AsyncIterable<Json> };

/** Answers programs in place of a provider. */
export type ModelDoor = {
  /** undefined: nobody was given this key, or its time is over. */
  take(key: string): ((call: ModelCall) => Promise<ModelReply>) | undefined;
};
