import { z } from 'zod';
import { defineEvent } from './event.ts';
import { Json } from './json.ts';
import { strictObject } from './strict-object.ts';

export const WebhookMethod = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
export type WebhookMethod = z.infer<typeof WebhookMethod>;

/** A call of a webhook as plans see it. Headers that say who sends it, or with which key, are left out. */
export const WebhookRequest = strictObject(() => ({
  method: WebhookMethod,
  headers: z.record(z.string(), z.string()),
  /** A name that is given more than once has a list. */
  query: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  /** JSON and forms parsed, a text as it is; of anything else `{blob, mediaType, bytes}`; `null` without one. */
  body: Json,
}));
export type WebhookRequest = z.infer<typeof WebhookRequest>;

/** What the caller gets. */
export const WebhookAnswer = strictObject(() => ({ status: z.int().min(200).max(599), body: Json }));
export type WebhookAnswer = z.infer<typeof WebhookAnswer>;

/** Where the webhooks of a run are reached; the addresses of its tasks are made of both, so they are known before any task waits. */
export const RunWebhooks = strictObject(() => ({ base: z.string(), key: z.string() }));
export type RunWebhooks = z.infer<typeof RunWebhooks>;

/** Somebody called the webhook of a task. `delivery`: what the caller says this call is known by, however often it is made. */
export const webhookCalled = defineEvent('webhook.called', () =>
  z.strictObject({ delivery: z.string().optional(), request: WebhookRequest, answer: WebhookAnswer }),
);
