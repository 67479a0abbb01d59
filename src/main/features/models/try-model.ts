import { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import { askServer } from './ask-server.ts';

const Completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
});

type TryModel = {
  baseUrl: string;
  model: string;
  apiKey: string | undefined;
  timeLimitMs: number;
  clock: Clock;
};

const longestText = 200;

/** Has a model answer a short question. Errors: `network`, `provider`; both name the address. */
export async function tryModel({ baseUrl, model, apiKey, timeLimitMs, clock }: TryModel) {
  const url = `${baseUrl.replace(/\/+$/, '')}/chat/completions`;
  const began = clock();
  const messages = [{ role: 'user', content: 'Answer with the one word: ready' }];
  const answer = await askServer({ url, apiKey, timeLimitMs, body: { model, messages } });
  try {
    const { content } = Completion.parse(JSON.parse(answer)).choices[0]?.message ?? {};
    const text = (content ?? '').replace(/^[\s\S]*<\/think>/i, '').trim();
    return { tookMs: Math.max(0, Math.round(clock() - began)), text: text.slice(0, longestText) };
  } catch (error) {
    const text = `${url} answered, but not as a model does`;
    throw new HeronError('provider', text, { url }, { cause: error });
  }
}
