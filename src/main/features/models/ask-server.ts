import { HeronError } from '../../base/errors.ts';

export type ServerQuestion = {
  url: string;
  apiKey: string | undefined;
  timeLimitMs: number;
  /** Sent as JSON; without it the question is a GET. */
  body?: unknown;
};

/** What a model's server answers, whole. Errors: `network` when it cannot be reached in time, `provider` for an error status; both name the address. */
export async function askServer({ url, apiKey, timeLimitMs, body }: ServerQuestion): Promise<string> {
  const { status, text } = await fetchText({ url, apiKey, timeLimitMs, body });
  if (status >= 200 && status <= 299) return text;
  const hint = status === 401 || status === 403 ? '; check the key' : '';
  throw new HeronError('provider', `${url} answered with status ${status}${hint}`, { url, status });
}

async function fetchText({
  url,
  apiKey,
  timeLimitMs,
  body,
}: ServerQuestion): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(url, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: {
        ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.timeout(timeLimitMs),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') {
      const message = `${url} did not answer within ${timeLimitMs / 1000} s`;
      throw new HeronError('network', message, { url }, { cause: error });
    }
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HeronError('network', `${url} cannot be reached: ${reason}`, { url }, { cause: error });
  }
}
