import { HeronError } from '../../base/errors.ts';
import { networkWords } from '../../models/network-words.ts';

export type ServerQuestion = { url: string; headers: Record<string, string>; timeLimitMs: number };

/** What a model's server answers to a GET, whole. Errors: `network` when it cannot be reached in time, `provider` for an error status; both name the address. */
export async function askServer({ url, headers, timeLimitMs }: ServerQuestion): Promise<string> {
  const { status, text } = await fetchText({ url, headers, timeLimitMs });
  if (status >= 200 && status <= 299) return text;
  const hint = status === 401 || status === 403 ? '; check the key' : '';
  throw new HeronError('provider', `${url} answered with status ${status}${hint}`, { url, status });
}

async function fetchText({ url, headers, timeLimitMs }: ServerQuestion): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeLimitMs) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') {
      const message = `${url} did not answer within ${timeLimitMs / 1000} s`;
      throw new HeronError('network', message, { url }, { cause: error });
    }
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = networkWords([error, cause]) ?? (cause instanceof Error ? cause.message : String(cause));
    throw new HeronError('network', `${url} cannot be reached: ${reason}`, { url }, { cause: error });
  }
}
