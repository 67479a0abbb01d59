import { HeronError } from '../../base/errors.ts';
import { collectAnswer } from '../../models/collect-answer.ts';
import type { ModelClient } from '../../models/model-client.ts';

const longestText = 200;

/** Has a model answer a short question. Errors: those of the client, and `provider` when it says nothing. */
export async function tryModel(
  client: ModelClient,
  model: string,
  timeLimitMs: number,
): Promise<{ tookMs: number; text: string }> {
  const { text, finish } = await collectAnswer(client, {
    choice: { named: model },
    instructions: 'Do as you are told, in as few words as you can.',
    messages: [{ role: 'user', content: 'Answer with the one word: ready' }],
    scope: {},
    signal: AbortSignal.timeout(timeLimitMs),
  });
  const said = text.replace(/^[\s\S]*<\/think>/i, '').trim();
  if (said === '') throw new HeronError('provider', `${model} answered with nothing`, { model, kind: 'nonsense' });
  return { tookMs: Math.max(0, Math.round(finish.tookMs)), text: said.slice(0, longestText) };
}
