import { HeronError, systemCode } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { ModelUsage } from '../../models/model-client.ts';

/** Where the model that plans is, and how to ask there. */
export type ModelAccess = { baseUrl: string; model: string; apiKey: string | undefined };

export type ModelMessage = { role: 'user' | 'assistant'; content: string };

export type ModelReply = { text: string; isCut: boolean; usage: ModelUsage };

export type AskModel = (messages: ModelMessage[], signal: AbortSignal) => Promise<ModelReply>;

/** Is around each request to a model's server. */
export type WatchModel = <Result>(model: string, ask: () => Promise<Result>) => Promise<Result>;

export type AskParts = {
  access: ModelAccess;
  instructions: string;
  /** Without one the answer is free. */
  schema: Record<string, unknown> | undefined;
  firstByteLimitMs: number;
  logger: Logger;
  watch?: WatchModel;
  /** What the server was seen to refuse, kept from one asking to the next. */
  refused?: Refused;
};

/** What not every server knows; what one refuses is left out of the next request to it. */
const refusable = { temperature: /temperature/i, schema: /response_format|json_schema|structured|grammar|guided/i };

export type Refused = Set<keyof typeof refusable>;

export const nothingRefused = (): Refused => new Set();

/**
 * Asks an OpenAI-compatible server. Errors: `network` when it cannot be reached, `timeout` when it stays silent, `provider` when it fails or answers
 * nonsense; both name its address. Aborting the signal rejects with the signal's reason.
 */
export function createAskModel(parts: AskParts): AskModel {
  const { access, instructions, schema, firstByteLimitMs, logger, watch, refused = nothingRefused() } = parts;

  async function ask(messages: ModelMessage[], signal: AbortSignal): Promise<ModelReply> {
    const [{ generateText, Output, jsonSchema, NoObjectGeneratedError }, { createOpenAICompatible }] =
      await Promise.all([import('ai'), import('@ai-sdk/openai-compatible')]);
    const provider = createOpenAICompatible({
      name: 'model',
      baseURL: access.baseUrl.replace(/\/+$/, ''),
      ...(access.apiKey ? { apiKey: access.apiKey } : {}),
      supportsStructuredOutputs: true,
      fetch: fetchWithin(firstByteLimitMs, access),
    });
    try {
      const { text, finishReason, usage } = await generateText({
        model: provider(access.model),
        instructions,
        messages,
        maxRetries: 0,
        abortSignal: signal,
        ...(refused.has('temperature') ? {} : { temperature: 0 }),
        ...(schema && !refused.has('schema')
          ? { output: Output.object({ schema: jsonSchema(schema), name: 'plan' }) }
          : {}),
        providerOptions: { model: { strictJsonSchema: false } },
      });
      return { text, isCut: finishReason === 'length', usage: usageOf(usage) };
    } catch (error) {
      signal.throwIfAborted();
      if (!NoObjectGeneratedError.isInstance(error)) throw error;
      const { text = '', finishReason, usage } = error;
      return { text, isCut: finishReason === 'length', usage: usageOf(usage) };
    }
  }

  return async (messages, signal) => {
    for (;;) {
      try {
        return await (watch?.(access.model, () => ask(messages, signal)) ?? ask(messages, signal));
      } catch (error) {
        signal.throwIfAborted();
        const silent = silenceIn(error);
        if (silent) throw silent;
        const refusal = refusedBy(error, refused);
        if (!refusal) throw modelError(error, access);
        refused.add(refusal);
        logger.info(
          `The model's server refuses ${refusal === 'schema' ? 'a schema of the answer' : refusal}; asked without it`,
        );
      }
    }
  };
}

type CountedTokens = {
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  outputTokenDetails?: { reasoningTokens?: number | undefined };
};

function usageOf(counted: CountedTokens | undefined): ModelUsage {
  const { inputTokens = 0, outputTokens = 0, outputTokenDetails = {} } = counted ?? {};
  return { inputTokens, outputTokens, reasoningTokens: outputTokenDetails.reasoningTokens ?? 0 };
}

/** Ends a request to a server that accepts it and then says nothing; once it answers, it may take its time. */
function fetchWithin(limitMs: number, access: ModelAccess): typeof fetch {
  return async (input, init) => {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(tooSlow(access, limitMs)), limitMs);
    const signals = init?.signal ? [init.signal, silence.signal] : [silence.signal];
    try {
      return await fetch(input, { ...init, signal: AbortSignal.any(signals) });
    } finally {
      clearTimeout(timer);
    }
  };
}

/** The library may wrap what its fetch threw. */
function silenceIn(error: unknown): HeronError | undefined {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each instanceof HeronError && each.code === 'timeout') return each;
  }
  return undefined;
}

export function tooSlow(access: ModelAccess, limitMs: number): HeronError {
  const url = access.baseUrl;
  return new HeronError('timeout', `The model's server at ${url} did not answer within ${limitMs / 1000} s`, { url });
}

function refusedBy(error: unknown, known: Refused): keyof typeof refusable | undefined {
  const { statusCode, responseBody } = readCallError(error);
  if (statusCode !== 400 && statusCode !== 422) return undefined;
  if (!known.has('temperature') && refusable.temperature.test(responseBody)) return 'temperature';
  return !known.has('schema') && refusable.schema.test(responseBody) ? 'schema' : undefined;
}

function modelError(error: unknown, access: ModelAccess): HeronError {
  const url = access.baseUrl;
  const { statusCode, message, retryAfterMs } = readCallError(error);
  const reason = access.apiKey ? message.replaceAll(access.apiKey, '…') : message;
  const because = { cause: error };
  if (statusCode !== undefined) {
    const text = `The model's server at ${url} answered with status ${statusCode}: ${reason}`;
    return new HeronError('provider', text, { url, status: statusCode, ...retryAfterMs }, because);
  }
  if (/cannot connect|fetch failed/i.test(reason) || systemCode(error)?.startsWith('E')) {
    return new HeronError('network', `The model's server at ${url} cannot be reached: ${reason}`, { url }, because);
  }
  return new HeronError('provider', `The model's server at ${url} gave no usable answer: ${reason}`, { url }, because);
}

type CallError = {
  statusCode: number | undefined;
  responseBody: string;
  message: string;
  retryAfterMs: { retryAfterMs?: number };
};

/** The fields of the library's error for a failed call, without loading the library. */
function readCallError(error: unknown): CallError {
  const { statusCode, responseBody, responseHeaders } = error as Record<keyof CallError | 'responseHeaders', unknown>;
  const seconds = Number((responseHeaders as Record<string, string> | undefined)?.['retry-after']);
  return {
    statusCode: typeof statusCode === 'number' ? statusCode : undefined,
    responseBody: typeof responseBody === 'string' ? responseBody : '',
    message: error instanceof Error ? error.message : String(error),
    retryAfterMs: seconds > 0 ? { retryAfterMs: seconds * 1000 } : {},
  };
}
