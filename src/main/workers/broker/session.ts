import type { Json } from '../../../contract/json.ts';
import type { Manifest } from '../../../contract/manifest.ts';
import type { CallScope } from '../worker-call.ts';

export type BrokerReply = { value: Json; bytes?: Uint8Array };

/** A worker's way to the world during one call. Handles it opened are closed with it. */
export type BrokerSession = {
  /** Answers one request of worker code. Rejects with a HeronError. Parameters are checked: they come from the worker. */
  request(method: string, parameters: unknown, bytes: Uint8Array | undefined): Promise<BrokerReply>;
  /** A network host has been asked, and its answer has not come. */
  awaitsHost(): boolean;
  /** Ends open programs, throws half-written files away, closes the rest. Undefined when nothing was open. Safe to call twice. */
  close(): Promise<void> | undefined;
};

/** Errors: `permission-denied`, when the policy leaves the action out. */
export type OpenSession = (call: {
  manifest: Manifest;
  action: string;
  scope: CallScope;
  signal: AbortSignal;
}) => BrokerSession;
