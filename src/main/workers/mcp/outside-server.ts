import type { JsonObject } from '../../../contract/json.ts';

/** A part of an answer; bytes come beside it. */
export type AnswerPart = { fields: JsonObject; bytes?: { data: Uint8Array; mediaType: string; name?: string } };

export type ServerAnswer = { parts: AnswerPart[]; structured?: JsonObject };

/** A server behind a worker, as the broker calls it. */
export type OutsideServer = {
  /** What the permission to call the action is for. Errors: `not-found`. */
  targetOf: (action: string) => string;
  /** Errors: `worker-failed` with what the server says, `worker-unavailable`, `worker-crashed`, `timeout`, `cancelled`. */
  callAction: (call: OutsideCall) => Promise<ServerAnswer>;
};

export type OutsideCall = {
  action: string;
  input: JsonObject;
  signal: AbortSignal;
  /** Under which number it is told how far the call is; see progress-reports.ts. */
  report: number;
  /** Of which run, for what the server asks meanwhile. */
  scope: { runId: string; taskId: string; unattended: boolean };
};

export type FindServer = (workerId: string) => OutsideServer | undefined;
