import { z } from 'zod';
import type { ProviderKind } from '../../../contract/model-providers.ts';
import { HeronError } from '../../base/errors.ts';
import { askServer } from './ask-server.ts';

const ModelList = z.object({ data: z.array(z.object({ id: z.string() })) });

export type FetchModelNames = {
  kind?: ProviderKind;
  baseUrl: string;
  apiKey: string | undefined;
  timeLimitMs: number;
};

/** The names of a server's models, sorted. Errors: `network` when it cannot be reached in time, else `provider`; both name the address. */
export async function fetchModelNames({ kind, baseUrl, apiKey, timeLimitMs }: FetchModelNames): Promise<string[]> {
  const url = `${baseUrl.replace(/\/+$/, '')}/models${kind === 'anthropic' ? '?limit=1000' : ''}`;
  const body = await askServer({ url, headers: keyHeaders(kind, apiKey), timeLimitMs });
  try {
    return ModelList.parse(JSON.parse(body))
      .data.map(({ id }) => id)
      .toSorted();
  } catch (error) {
    const text = `${url} answered, but not with a list of models`;
    throw new HeronError('provider', text, { url }, { cause: error });
  }
}

function keyHeaders(kind: ProviderKind | undefined, apiKey: string | undefined): Record<string, string> {
  if (kind === 'anthropic') return { 'anthropic-version': '2023-06-01', ...(apiKey ? { 'x-api-key': apiKey } : {}) };
  return apiKey ? { authorization: `Bearer ${apiKey}` } : {};
}
