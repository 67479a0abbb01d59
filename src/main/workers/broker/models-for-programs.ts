import { HeronError } from '../../base/errors.ts';

/** What a program may use of models. */
export type ModelUse = { tokens: number; minutes: number };

/** An address on this machine and a key for a program of a run; they end with the run. Errors: `unsupported`, `conflict`. */
export type OpenModels = (runId: string, use: ModelUse) => Promise<{ url: string; key: string }>;

export const noModels: OpenModels = () =>
  Promise.reject(new HeronError('unsupported', 'Nothing here lets programs ask models'));

/** As a person is shown them before the program runs. */
export function shownVariables({ tokens, minutes }: ModelUse): [string, string][] {
  return [
    ['OPENAI_BASE_URL', 'Heron'],
    ['OPENAI_API_KEY', `key for ${tokens.toLocaleString('en')} tokens in ${minutes} min`],
  ];
}

/** As the clients of OpenAI read them. */
export function givenVariables({ url, key }: { url: string; key: string }): Record<string, string> {
  return { OPENAI_BASE_URL: url, OPENAI_API_KEY: key };
}
