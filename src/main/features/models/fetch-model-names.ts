import { z } from 'zod';
import { HeronError } from '../../base/errors.ts';

const ModelList = z.object({ data: z.array(z.object({ id: z.string() })) });

export type FetchModelNames = { baseUrl: string; apiKey: string | undefined; timeLimitMs: number };

/** The names of a server's models, sorted. Errors: `network` when it cannot be reached in time, else `provider`; both name the address. */
export async function fetchModelNames({ baseUrl, apiKey, timeLimitMs }: FetchModelNames): Promise<string[]> {
  const url = `${baseUrl.replace(/\/+$/, '')}/models`;
  const { status, body } = await fetchText(url, apiKey, timeLimitMs);
  if (status < 200 || status > 299) {
    const hint = status === 401 || status === 403 ? '; check the key' : '';
    throw new HeronError('provider', `${url} answered with status ${status}${hint}`, { url, status });
  }
  try {
    return ModelList.parse(JSON.parse(body))
      .data.map(({ id }) => id)
      .toSorted();
  } catch (error) {
    const text = `${url} answered with status ${status}, but not with a list of models`;
    throw new HeronError('provider', text, { url, status }, { cause: error });
  }
}

async function fetchText(
  url: string,
  apiKey: string | undefined,
  timeLimitMs: number,
): Promise<{ status: number; body: string }> {
  try {
    const response = await fetch(url, {
      headers: apiKey ? { authorization: `Bearer ${apiKey}` } : {},
      signal: AbortSignal.timeout(timeLimitMs),
    });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw new HeronError(
        'network',
        `${url} did not answer within ${timeLimitMs / 1000} s`,
        { url },
        { cause: error },
      );
    }
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HeronError('network', `${url} cannot be reached: ${reason}`, { url }, { cause: error });
  }
}
