import { HeronError } from '../../base/errors.ts';

/** What a program may use of models. */
export type ModelUse = { tokens: number; minutes: number };

/** Asks the person for so many tokens more, while the program waits. Errors: as of a permission. */
export type AskForMore = (more: { tokens: number; after: number }) => Promise<void>;

/** An address on this machine and a key for a program of a run; they end with the run. Errors: `unsupported`, `conflict`. */
export type OpenModels = (
  runId: string,
  use: ModelUse,
  askForMore: AskForMore,
) => Promise<{ url: string; key: string }>;

export const noModels: OpenModels = () =>
  Promise.reject(new HeronError('unsupported', 'Nothing here lets programs ask models'));

/** As a person is shown them before the program runs. */
export function shownVariables({ tokens, minutes }: ModelUse): [string, string][] {
  return [
    ['OPENAI_BASE_URL', 'Heron'],
    ['OPENAI_API_KEY', `key for ${tokens.toLocaleString('en')} tokens in ${minutes} min`],
  ];
}

/** The same for what is asked for while it runs; no two are alike, so that each is asked for. */
export function shownMore({ tokens, after }: { tokens: number; after: number }): [string, string][] {
  const [more, before] = [tokens, after].map((count) => count.toLocaleString('en'));
  return [['OPENAI_API_KEY', `${more} tokens more, after ${before}`]];
}

/** As the clients of OpenAI read them. */
export function givenVariables({ url, key }: { url: string; key: string }): Record<string, string> {
  return { OPENAI_BASE_URL: url, OPENAI_API_KEY: key };
}
