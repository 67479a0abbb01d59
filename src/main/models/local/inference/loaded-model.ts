import { openSync, closeSync, readSync } from 'node:fs';
import {
  type ChatModelFunctions,
  getLlama,
  type Llama,
  LlamaChat,
  type LlamaContext,
  type LlamaGrammar,
  LlamaLogLevel,
  type LlamaModel,
  resolveChatWrapper,
} from 'node-llama-cpp';
import { HeronError } from '../../../base/errors.ts';
import type { FinishReason, ModelPart, ProviderFault } from '../../model-client.ts';
import type { LocalQuestion, LocalSetup } from '../wire.ts';
import { chatHistory } from './chat-history.ts';

/** A model in memory, which answers one question at a time. */
export type LoadedModel = {
  /** Errors: `provider`, with `context-overflow` for what its window has no room for, and the signal's reason. */
  answer(question: LocalQuestion, name: string, signal: AbortSignal, onPart: (part: ModelPart) => void): Promise<void>;
  dispose(): Promise<void>;
};

/** Tokens that are left free beside what an answer may come to. */
const spare = 8;
const liveliness = 0.7;

let library: Promise<Llama> | undefined;

/** Without a screen's processor but on a Mac, whose package has it. Nothing is compiled or fetched. */
function openLibrary(threads: number | undefined): Promise<Llama> {
  return (library ??= getLlama({
    gpu: process.platform === 'darwin' ? 'auto' : false,
    ...{ build: 'never', skipDownload: true, progressLogs: false, logLevel: LlamaLogLevel.error },
    ...(threads === undefined ? {} : { maxThreads: threads }),
  }).catch((error: unknown) => {
    library = undefined;
    const because = error instanceof Error ? error.message : String(error);
    throw fault('unknown-model', `Heron’s part that runs model files does not load on this machine: ${because}`, error);
  }));
}

/** Errors: `provider` that says what is wrong with the file, and what to do. */
export async function loadModel(setup: LocalSetup): Promise<LoadedModel> {
  const { path, contextTokens, batchTokens, threads, cacheType } = setup;
  refuseOthers(path);
  const llama = await openLibrary(threads);
  const model = await llama.loadModel({ modelPath: path }).catch((error: unknown) => {
    const text = `The model file ${path} cannot be loaded: it is damaged or cut off, or of a kind that is not known here. Fetch it again`;
    throw fault('nonsense', text, error);
  });
  const contextSize = Math.min(contextTokens, model.trainContextSize);
  const kept = cacheType ? { experimentalKvCacheKeyType: cacheType, experimentalKvCacheValueType: cacheType } : {};
  const context = await model
    .createContext({
      ...{ contextSize, sequences: 1, ...kept, ...(cacheType ? { flashAttention: true } : {}) },
      ...(batchTokens === undefined ? {} : { batchSize: Math.min(batchTokens, contextSize) }),
      ...(threads === undefined ? {} : { threads }),
    })
    .catch(async (error: unknown) => {
      await model.dispose();
      const because = error instanceof Error ? error.message : String(error);
      throw fault(
        'overloaded',
        `There is no room for a context of ${contextSize} tokens: ${because}. Lower it, or take a smaller model`,
        error,
      );
    });
  return loaded(llama, model, context);
}

function loaded(llama: Llama, model: LlamaModel, context: LlamaContext): LoadedModel {
  const sequence = context.getSequence();
  const chatWrapper = resolveChatWrapper(model);
  const chat = new LlamaChat({ contextSequence: sequence, chatWrapper });

  return {
    async answer(question, name, signal, onPart) {
      const began = performance.now();
      let firstPartMs: number | undefined;
      const give = (part: ModelPart): void => {
        firstPartMs ??= performance.now() - began;
        onPart(part);
      };
      const history = chatHistory(question);
      const functions = functionsOf(question);
      const state = chatWrapper.generateContextState({
        ...{ chatHistory: history, documentFunctionParams: true },
        ...(functions ? { availableFunctions: functions } : {}),
      });
      const inputTokens = state.contextText.tokenize(model.tokenizer).length;
      const room = context.contextSize - inputTokens - spare;
      if (room < 1) throw overflow(inputTokens, context.contextSize);
      const before = sequence.tokenMeter.usedOutputTokens;
      const { functionCalls = [], metadata } = await chat.generateResponse(history, {
        ...{ signal, maxTokens: Math.min(question.maxOutputTokens ?? room, room) },
        temperature: question.isDeterministic ? 0 : liveliness,
        contextShift: { size: 1, strategy: () => Promise.reject(overflow(inputTokens, context.contextSize)) },
        onResponseChunk: ({ type, text }) => {
          if (text !== '') give({ type: type === 'segment' ? 'reasoning' : 'text', text });
        },
        ...(functions ? { functions, documentFunctionParams: true } : { ...(await grammarOf(llama, question)) }),
      });
      signal.throwIfAborted();
      for (const [index, { functionName, params }] of functionCalls.entries()) {
        give({ type: 'call', id: `call_${index}`, name: functionName, input: params, text: JSON.stringify(params) });
      }
      const tookMs = performance.now() - began;
      const outputTokens = sequence.tokenMeter.usedOutputTokens - before;
      onPart({
        ...{ type: 'finish', reason: reasonOf(metadata.stopReason), model: name },
        usage: { inputTokens, outputTokens, reasoningTokens: 0, money: 0 },
        ...{ firstPartMs: firstPartMs ?? tookMs, tookMs },
      });
    },
    async dispose() {
      chat.dispose();
      await context.dispose();
      await model.dispose();
    },
  };
}

/** The schemas of tools, which the library holds the model to as far as it understands them. */
function functionsOf({ tools = [] }: LocalQuestion): ChatModelFunctions | undefined {
  if (tools.length === 0) return undefined;
  const all = tools.map(({ name, description, input }) => [name, { description, params: input }]);
  return Object.fromEntries(all) as ChatModelFunctions;
}

/** A schema that cannot be made a grammar of is not held to: the caller checks what comes. */
async function grammarOf(llama: Llama, { answerSchema }: LocalQuestion): Promise<{ grammar?: LlamaGrammar }> {
  if (!answerSchema) return {};
  try {
    return { grammar: await llama.createGrammarForJsonSchema(answerSchema as never) };
  } catch {
    return {};
  }
}

function reasonOf(reason: string): FinishReason {
  if (reason === 'maxTokens') return 'cut';
  return reason === 'functionCalls' ? 'calls' : 'stop';
}

function overflow(tokens: number, window: number): HeronError {
  return fault('context-overflow', `The request has ${tokens} tokens, and the context window holds ${window}`);
}

/** Native code is only handed what begins like a model file. */
function refuseOthers(path: string): void {
  const head = Buffer.alloc(4);
  const file = openSync(path, 'r');
  try {
    readSync(file, head, 0, 4, 0);
  } finally {
    closeSync(file);
  }
  if (head.toString('latin1') !== 'GGUF') {
    throw fault('nonsense', `${path} is no GGUF file: it is damaged, or of another kind. Fetch it again`);
  }
}

function fault(kind: ProviderFault, text: string, cause?: unknown): HeronError {
  return new HeronError('provider', text, { kind }, { cause });
}
