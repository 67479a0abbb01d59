import type { Json } from '../../contract/json.ts';
import type { WebhookMethod } from '../../contract/webhooks.ts';

/** What was sent: understood, or bytes that nobody here understands. */
export type WebhookBody = { value: Json } | { bytes: Buffer; mediaType: string };

/** A call as it was sent, for who looks whether it is signed. Nothing of it goes any further. */
export type SentBytes = { bytes: Buffer; header: (name: string) => string | undefined };

/** A call of an address below `/hooks/`, as it came in. */
export type IncomingWebhook = {
  method: WebhookMethod;
  /** Those that tell nothing. Only put together for who wants them. */
  headers: () => Record<string, string>;
  query: Record<string, string | string[]>;
  /** What the caller says this call is known by, however often it is made. */
  delivery: string | undefined;
  body: WebhookBody;
  sent: SentBytes;
};

export type WebhookReply = {
  status: number;
  body: Json;
  /** The methods that are taken. */
  allow?: string;
  retryAfterSeconds?: number;
  /** Where more is known of what was begun. */
  location?: string;
};

/** Takes calls of one address. Errors: `storage` while nothing can be written down. */
export type TakeCall = (call: IncomingWebhook) => Promise<WebhookReply>;

/** Who calls are for. */
export type WebhookReceiver = {
  /** Who is called at an address, `/hooks/…`; undefined where there is nobody. */
  at(path: string): TakeCall | undefined;
  /** Told by who serves the addresses how they begin, `http://127.0.0.1:4177`; asked when the first is needed. */
  servedAt(base: () => Promise<string>): void;
  /** Whether somebody may be called now: then the addresses must be served from the start. */
  isAwaited(): boolean;
};
