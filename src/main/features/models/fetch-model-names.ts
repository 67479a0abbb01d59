import { z } from 'zod';
import { HeronError } from '../../base/errors.ts';
import { askServer } from './ask-server.ts';

const ModelList = z.object({ data: z.array(z.object({ id: z.string() })) });

export type FetchModelNames = { baseUrl: string; apiKey: string | undefined; timeLimitMs: number };

/** The names of a server's models, sorted. Errors: `network` when it cannot be reached in time, else `provider`; both name the address. */
export async function fetchModelNames({ baseUrl, apiKey, timeLimitMs }: FetchModelNames): Promise<string[]> {
  const url = `${baseUrl.replace(/\/+$/, '')}/models`;
  const body = await askServer({ url, apiKey, timeLimitMs });
  try {
    return ModelList.parse(JSON.parse(body))
      .data.map(({ id }) => id)
      .toSorted();
  } catch (error) {
    const text = `${url} answered, but not with a list of models`;
    throw new HeronError('provider', text, { url }, { cause: error });
  }
}
