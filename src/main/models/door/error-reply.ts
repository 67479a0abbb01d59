import type { Json } from '../../../contract/json.ts';

export type ErrorReply = { status: number; body: Json; retryAfterSeconds?: number };

/** An error as OpenAI's clients read it. */
export function errorReply(status: number, code: string, message: string): ErrorReply {
  const type = status < 500 ? (status === 429 ? code : 'invalid_request_error') : 'api_error';
  return { status, body: { error: { message, type, code } } };
}
