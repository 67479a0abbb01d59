import type { Json, JsonObject } from '../../../contract/json.ts';
import type { WebhookMethod } from '../../../contract/webhooks.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { IncomingWebhook, WebhookReply } from '../../base/webhook-call.ts';
import type { PreparedTemplate, PrepareTemplate } from './prepare-template.ts';
import { checkSignature, signedHeaders } from './signatures.ts';
import type { StoredTrigger } from './store.ts';

/** The vault, as far as signatures go. */
export type SigningSecrets = {
  /** Why it cannot be used now; undefined if it can. */
  refusal(name: string): HeronError | undefined;
  read(name: string): { value: string } | undefined;
};

export type SignedCalls = ReturnType<typeof createSignedCalls>;

/** How calls are signed: of a workflow's it was published, of a template's it stands in its file. Errors: as of `prepare`. */
export function signedAs(prepare: PrepareTemplate, trigger: StoredTrigger): StoredTrigger | Promise<StoredTrigger> {
  if (trigger.of) return trigger;
  const withSignature = ({ template: { webhook } }: PreparedTemplate): StoredTrigger =>
    webhook?.signature ? { ...trigger, options: { signature: webhook.signature } } : trigger;
  const prepared = prepare(trigger.template ?? '');
  return prepared instanceof Promise ? prepared.then(withSignature) : withSignature(prepared);
}

/** Looks at the signatures of calls, and makes those of test calls. */
export function createSignedCalls({ clock, secrets }: { clock: Clock; secrets: SigningSecrets }) {
  function valueOf(name: string): string {
    const kept = secrets.refusal(name) ? undefined : secrets.read(name);
    if (kept) return kept.value;
    throw secrets.refusal(name) ?? new HeronError('not-found', `There is no secret ${name}`);
  }

  return {
    /** Why calls cannot be looked at now. */
    problem: ({ options }: StoredTrigger): string | undefined =>
      options?.signature && secrets.refusal(options.signature.secret)?.message,
    /** The call, known by its signature where that is another each time; or why it is refused. */
    admit: (
      { options }: StoredTrigger,
      call: IncomingWebhook,
    ): { call: IncomingWebhook } | { refused: WebhookReply } => {
      const { signature } = options ?? {};
      if (!signature) return { call };
      if (secrets.refusal(signature.secret)) {
        const message = 'Signatures cannot be looked at now';
        return { refused: { status: 503, body: { code: 'unsupported', message } } };
      }
      const checked = checkSignature(signature, { secret: valueOf(signature.secret), sent: call.sent, now: clock() });
      if ('problem' in checked) {
        return { refused: { status: 401, body: { code: 'permission-denied', message: checked.problem } } };
      }
      // What a call says it is known by need not be signed: who sends it again could say something else.
      return { call: checked.by === undefined ? call : { ...call, delivery: checked.by } };
    },
    /** A call as somebody outside would make it. Errors: why the secret cannot be used. */
    testCall: ({ options }: StoredTrigger, method: WebhookMethod, body: JsonObject): IncomingWebhook => {
      const bytes = Buffer.from(JSON.stringify(body), 'utf8');
      const { signature } = options ?? {};
      const signed = signature
        ? signedHeaders(signature, { secret: valueOf(signature.secret), body: bytes, now: clock() })
        : {};
      return {
        ...{ method, headers: () => ({}), query: {}, delivery: undefined, body: { value: body as Json } },
        sent: { bytes, header: (name) => signed[name] },
      };
    },
  };
}
