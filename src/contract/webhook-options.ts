import { z } from 'zod';
import { TaskId } from './ids.ts';
import { Json } from './json.ts';
import { TemplateText } from './plan-modifiers.ts';
import { SecretName } from './secrets.ts';
import { strictObject } from './strict-object.ts';
import { WebhookMethod } from './webhooks.ts';

/**
 * How callers sign: `body`: the body's HMAC in a header, as GitHub and Shopify do it, in hex or base64, a name and `=` before it or not;
 * `timed`: the same of the time in seconds, a point and the body; `standard`: Standard Webhooks; `stripe` and `slack`: as these do.
 */
export const SignatureForm = z.enum(['body', 'timed', 'standard', 'stripe', 'slack']);
export type SignatureForm = z.infer<typeof SignatureForm>;

const HeaderName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, 'expected the name of a header, in small letters');

/** Calls that are not signed with a secret are refused. HMAC with SHA-256. */
export const WebhookSignature = strictObject(() => ({
  form: SignatureForm.default('body'),
  /** Of the vault: what callers sign with. Heron reads it when a call comes in, and nothing else sees it. */
  secret: SecretName,
  /** Where the signature stands; without it where those who sign so put it. */
  header: HeaderName.optional(),
  /** Of `timed`: where the time stands, in seconds since 1970; without it `x-timestamp`. */
  timeHeader: HeaderName.optional(),
  /** How old a call may be whose time is signed, and how far ahead; without it 300 seconds. */
  withinSeconds: z.int().min(1).max(86_400).optional(),
}));
export type WebhookSignature = z.infer<typeof WebhookSignature>;

/** What a webhook answers when it waits for its run; the fields see `tasks` and `input`. */
export const WebhookRespond = strictObject(() => ({
  /** It answers once this task is done, and the run goes on; without it when the run has ended. */
  after: TaskId.optional(),
  status: z.union([z.int().min(200).max(599), TemplateText]).optional(),
  /** Without it what the task gives; of the whole run what its last task gives, of several theirs by their ids. */
  body: Json.optional(),
  /** After it, 30 seconds if nothing else is said, it answers 202 with the id of the run. */
  withinMs: z.int().positive().max(600_000).optional(),
}));
export type WebhookRespond = z.infer<typeof WebhookRespond>;

/** What a workflow says of its webhook. Without anything: `POST`, by whoever knows the address, answered with the run's id at once. */
export const WebhookOptions = strictObject(() => ({
  methods: z.array(WebhookMethod).min(1).max(5).optional(),
  signature: WebhookSignature.optional(),
  respond: WebhookRespond.optional(),
}));
export type WebhookOptions = z.infer<typeof WebhookOptions>;
