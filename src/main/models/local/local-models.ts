import { join } from 'node:path';
import { providers } from '../../../contract/model-providers.ts';
import { fromFailure, HeronError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { isDeterministic } from '../call-options.ts';
import type { ModelClient, ModelPart, ModelRequest, ProviderFault } from '../model-client.ts';
import { type ModelTarget, nameOf } from '../model-target.ts';
import { findModelFile, listModelFiles } from './model-files.ts';
import { type InferenceProcess, startInference } from './inference-process.ts';
import { localWindow } from './local-window.ts';
import type { LocalSetup } from './wire.ts';

export type LocalParts = {
  /** Each folder in it holds model files. */
  folder: string;
  nodeBinary: string;
  /** What runs them. */
  script: string;
  logger: Logger;
};

/** Where the code of their process lies: in the source tree, or among the built files. */
export function inferenceScript(appFolder: string): string {
  if (import.meta.url.endsWith('.ts')) return join(import.meta.dirname, 'inference', 'child.ts');
  return join(appFolder, 'out', 'main', 'inference-host.js');
}

/** Model files that Heron runs itself, in a process of their own. */
export type LocalModels = {
  list(): string[];
  /** Errors: as those of any other, and `provider` for a file that is not there or is damaged. */
  client(target: ModelTarget): ModelClient;
  pid(): number | undefined;
  close(): void;
};

const usualUnloadSeconds = 300;

export function createLocalModels(parts: LocalParts): LocalModels {
  const logger = parts.logger.from('models');
  let life: InferenceProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let isClosed = false;

  function started(): InferenceProcess {
    if (isClosed) throw new HeronError('cancelled', 'Heron is closing');
    clearTimeout(idle);
    return (life ??= startInference({ ...parts, logger }, (ended) => {
      if (life === ended) life = undefined;
    }));
  }

  function rest(seconds: number): void {
    clearTimeout(idle);
    if (!life || life.isBusy()) return;
    // The memory of a model is given back when nobody has asked it for a while.
    idle = setTimeout(unload, seconds * 1000).unref();
  }

  /** Whatever is asked from now on is for another process; this one's end takes a moment. */
  function unload(): void {
    const ending = life;
    life = undefined;
    ending?.end();
  }

  async function* stream(target: ModelTarget, request: ModelRequest): AsyncGenerator<ModelPart> {
    request.signal.throwIfAborted();
    const setup = setupOf(parts.folder, target);
    const { instructions, messages, tools, answerSchema, maxOutputTokens } = request;
    const given = { ...(tools ? { tools } : {}), ...(answerSchema ? { answerSchema } : {}) };
    const most = maxOutputTokens === undefined ? {} : { maxOutputTokens };
    const question = { instructions, messages, ...given, ...most, isDeterministic: isDeterministic(request) };
    try {
      yield* started().ask({ setup, question, name: nameOf(target) }, request.signal);
    } finally {
      rest(numberOf(target, 'unloadAfter') ?? usualUnloadSeconds);
    }
  }

  return {
    list: () => listModelFiles(parts.folder),
    client: (target) => ({ stream: (request) => stream(target, request) }),
    pid: () => life?.pid,
    close() {
      isClosed = true;
      clearTimeout(idle);
      unload();
    },
  };
}

function setupOf(folder: string, target: ModelTarget): LocalSetup {
  const { cacheType } = target.options;
  return {
    path: findModelFile(folder, target.model),
    contextTokens: localWindow(target.options),
    batchTokens: numberOf(target, 'batchTokens'),
    threads: numberOf(target, 'threads'),
    cacheType: cacheType === 'Q8_0' || cacheType === 'Q4_0' ? cacheType : undefined,
  };
}

function numberOf({ options }: ModelTarget, id: string): number | undefined {
  const value = options[id];
  return typeof value === 'number' && value > 0 ? value : undefined;
}

/** For who builds an engine without model files. */
export const noLocalModels: LocalModels = {
  list: () => [],
  client: () => {
    throw fromFailure({
      code: 'provider',
      message: `${providers.local.title}: this Heron runs no model files`,
      details: { kind: 'unknown-model' satisfies ProviderFault },
    });
  },
  pid: () => undefined,
  close: () => {},
};
