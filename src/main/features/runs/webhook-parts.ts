import type { Json } from '../../../contract/json.ts';
import type { WebhookBody } from '../../base/webhook-call.ts';

type Called = { runId: string; conversationId?: string; taskId?: string };

export type WebhookParts = {
  /** How addresses begin. Errors: `unsupported` where nobody serves them. */
  base: () => Promise<string>;
  /** The run has been sent something by a stranger; it begins with it. */
  called: (run: Called, source: string) => Promise<void>;
  started: (run: Called, source: string) => Promise<void>;
  /** Keeps bytes for a task of a run; gives what stands for them. Errors: `limit-exceeded`. */
  keep: (scope: { runId: string; taskId: string }, body: Extract<WebhookBody, { bytes: Buffer }>) => Promise<Json>;
};
