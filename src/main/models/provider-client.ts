import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import { callOptions, type Taken } from './call-options.ts';
import { loadModel } from './load-model.ts';
import type { ModelClient, ModelPart, ModelRequest, ModelUsage } from './model-client.ts';
import { type ModelTarget, nameOf } from './model-target.ts';
import { providerError, refusedBy } from './provider-error.ts';
import type { Generated, ProviderModel, StreamPart } from './providers/provider-model.ts';
import { partsOf, readAnswer } from './read-answer.ts';
import { serverFetch } from './server-fetch.ts';
import type { Windows } from './windows.ts';

export type ProviderClientParts = {
  target: ModelTarget;
  /** For the beginning of each answer. */
  firstByteLimitMs: number;
  /** For an answer that is not asked for piece by piece; absent: nearly five minutes. */
  wholeLimitMs?: number;
  /** For how long nothing more may come of an answer that has begun; absent: for as long as it takes. */
  silentLimitMs?: () => number;
  clock: Clock;
  logger: Logger;
  windows?: Pick<Windows, 'note'>;
};

const named: Record<keyof Taken, string> = {
  temperature: 'a temperature',
  seed: 'a seed',
  schema: 'a schema of the answer',
  tools: 'tools',
  streaming: 'to stream',
};

/** One model by one account. What its server refuses is left out of this request, asked again, and of all that follow. */
export function createProviderClient({ target, windows, ...rest }: ProviderClientParts): ModelClient {
  const { firstByteLimitMs, wholeLimitMs, silentLimitMs, clock, logger } = rest;
  const limits = { firstByteMs: firstByteLimitMs, wholeMs: wholeLimitMs, silentMs: silentLimitMs };
  const fetchFrom = serverFetch(target, limits, (headers) => windows?.note(target, headers));
  const { record, options } = target;
  const taken: Taken = {
    ...{ temperature: record.temperature, seed: record.seed !== false },
    ...{ schema: true, tools: true, streaming: options['streaming'] !== false },
  };
  let loading: Promise<ProviderModel> | undefined;

  async function* once(request: ModelRequest): AsyncGenerator<ModelPart> {
    const { model, options: own } = await (loading ??= loadModel(target, fetchFrom));
    const call = { ...callOptions(request, taken), providerOptions: own };
    const began = clock();
    let firstPartMs: number | undefined;
    const reading = readAnswer();
    const incoming = taken.streaming ? (await model.doStream(call)).stream : partsOf(await model.doGenerate(call));
    for await (const part of incoming as AsyncIterable<StreamPart>) {
      request.signal.throwIfAborted();
      for (const one of reading.take(part)) {
        firstPartMs ??= clock() - began;
        yield one;
      }
    }
    const { parts, reason, usage, reasoningCharacters } = reading.end();
    yield* parts;
    const tookMs = clock() - began;
    yield {
      type: 'finish',
      ...{ reason, usage: usageOf(usage, reasoningCharacters, target), model: nameOf(target) },
      ...{ firstPartMs: firstPartMs ?? tookMs, tookMs },
    };
  }

  return {
    async *stream(request) {
      for (;;) {
        let hasBegun = false;
        try {
          for await (const part of once(request)) {
            hasBegun = true;
            yield part;
          }
          return;
        } catch (error) {
          request.signal.throwIfAborted();
          const refused = hasBegun ? undefined : refusedBy(error, taken);
          if (!refused) throw providerError(error, target);
          taken[refused] = false;
          logger.info(`The model's server refuses ${named[refused]}; asked without it`, { model: nameOf(target) });
        }
      }
    },
  };
}

const charactersOfToken = 4;

/** Who does not count the tokens of thinking has them estimated from its text. */
function usageOf(usage: Generated['usage'], reasoningCharacters: number, target: ModelTarget): ModelUsage {
  const [inputTokens, outputTokens] = [usage.inputTokens.total ?? 0, usage.outputTokens.total ?? 0];
  const reasoningTokens = usage.outputTokens.reasoning || Math.ceil(reasoningCharacters / charactersOfToken);
  const { price } = target.record;
  const told = usage.raw?.['cost'];
  const money =
    typeof told === 'number' ? told : price && (inputTokens * price.input + outputTokens * price.output) / 1_000_000;
  return { inputTokens, outputTokens, reasoningTokens, ...(money === undefined ? {} : { money }) };
}
