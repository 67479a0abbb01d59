import { z } from 'zod';
import type { ProviderKind } from '../../../contract/model-providers.ts';
import { HeronError } from '../../base/errors.ts';
import { stepToReach } from '../../models/next-step.ts';
import { askServer } from './ask-server.ts';

const Named = z.union([
  z.string(),
  z.looseObject({ id: z.string() }).transform(({ id }) => id),
  z.looseObject({ name: z.string() }).transform(({ name }) => name),
  z.looseObject({ model: z.string() }).transform(({ model }) => model),
]);

/** As servers list what they have: an empty one says `null`, some leave out the frame, some call it otherwise. */
const ModelList = z.union([
  z.array(Named),
  z.looseObject({ data: z.array(Named).nullable() }).transform(({ data }) => data ?? []),
  z.looseObject({ models: z.array(Named).nullable() }).transform(({ models }) => models ?? []),
]);

export type FetchModelNames = {
  kind?: ProviderKind;
  baseUrl: string;
  apiKey: string | undefined;
  timeLimitMs: number;
};

/** The names of a server's models, sorted. Errors: `network` when it cannot be reached in time, else `provider`; both name the address. */
export async function fetchModelNames({ kind, baseUrl, apiKey, timeLimitMs }: FetchModelNames): Promise<string[]> {
  const place = baseUrl.replace(/\/+$/, '');
  const query = kind === 'anthropic' ? '?limit=1000' : '';
  const ask = async (base: string): Promise<string[]> => {
    const url = `${base}/models${query}`;
    return namesIn(url, await askServer({ url, headers: keyHeaders(kind, apiKey), timeLimitMs }));
  };
  try {
    return await ask(place);
  } catch (error) {
    if (!(error instanceof HeronError)) throw error;
    if (error.code === 'network') throw withStep(error, stepToReach({ kind: kind ?? 'compatible', baseUrl: place }));
    if (!isNoList(error)) throw error;
    // Who leaves out the end of the address is told what it should be.
    const whole = `${place}/v1`;
    const isThere =
      !/\/v\d+$/.test(place) &&
      (await ask(whole).then(
        () => true,
        () => false,
      ));
    const step = isThere
      ? `There is one at ${whole}: use that address`
      : 'If the server has none, type the name of a model as the server calls it';
    throw withStep(error, step);
  }
}

function withStep({ code, message, details, cause }: HeronError, step: string): HeronError {
  return new HeronError(code, `${message}. ${step}`, details, { cause });
}

function isNoList({ code, details }: HeronError): boolean {
  const status = details?.['status'];
  return code === 'provider' && (status === undefined || status === 404 || status === 405 || status === 501);
}

function namesIn(url: string, body: string): string[] {
  try {
    return [...new Set(ModelList.parse(JSON.parse(body)))].toSorted();
  } catch (error) {
    throw new HeronError('provider', `${url} answered, but not with a list of models`, { url }, { cause: error });
  }
}

function keyHeaders(kind: ProviderKind | undefined, apiKey: string | undefined): Record<string, string> {
  if (kind === 'anthropic') return { 'anthropic-version': '2023-06-01', ...(apiKey ? { 'x-api-key': apiKey } : {}) };
  return apiKey ? { authorization: `Bearer ${apiKey}` } : {};
}
