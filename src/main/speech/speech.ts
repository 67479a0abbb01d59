import { createRequire } from 'node:module';
import type { Logger } from '../base/logger.ts';
import type { ModelTarget } from '../models/model-target.ts';
import { createModelCheck } from './model-check.ts';
import { sileroModel } from './silero-model.ts';
import { createSpeechHost, type SpeechHost, speechScript } from './speech-host.ts';
import { type ReadyModel, type SpeechModel, speechModels } from './speech-models.ts';

export type SpeechParts = {
  nodeBinary: string;
  appFolder: string;
  logger: Logger;
  /** The models that are on this machine, whole. */
  ready: () => Promise<ReadyModel[]>;
  /** Where a server's model is asked, by its name. Errors: `not-found`. */
  target: (model: string) => ModelTarget;
};

/** The engines of speech with what they read, for voice and for workers. */
export type Speech = {
  host: SpeechHost;
  /** For recordings, in processes of their own: who speaks does not wait until one of an hour is written down. */
  recordings: SpeechHost;
  models(): Promise<SpeechModel[]>;
  target(model: string): ModelTarget;
  /** Whether somebody speaks in it, by Silero's model. `undefined` where there is no engine that could tell. */
  hasSpeech(audio: Int16Array, signal: AbortSignal): Promise<boolean | undefined>;
  /** Silero's process is started, and stays until it is let go by what this gives: who waits for an answer waits for no start. */
  stayReady(): () => void;
  /** npm installs native parts for some systems only. */
  builds: { whisper: boolean; sherpa: boolean };
  close(): void;
};

export function createSpeech({ nodeBinary, appFolder, logger, ready, target }: SpeechParts): Speech {
  const hosting = { nodeBinary, script: speechScript(appFolder), logger, checks: createModelCheck() };
  const [host, recordings] = [createSpeechHost(hosting), createSpeechHost(hosting)];
  const builds = nativeBuilds();

  async function hasSpeech(audio: Int16Array, signal: AbortSignal): Promise<boolean | undefined> {
    if (!builds.sherpa) return undefined;
    const model = sileroModel(appFolder);
    const ask = { kind: 'findSpeech' as const, files: [{ path: model }], signal, question: { model, audio } };
    return (await host.ask(ask)).length > 0;
  }

  return {
    ...{ host, recordings, target, builds, hasSpeech },
    models: async () => speechModels(await ready()),
    stayReady() {
      const letGo = host.hold('findSpeech');
      // What is wrong with it is said when it is asked.
      hasSpeech(new Int16Array(0), new AbortController().signal).catch(() => undefined);
      return letGo;
    },
    close() {
      host.close();
      recordings.close();
    },
  };
}

export function nativeBuilds(): Speech['builds'] {
  const { platform, arch } = process;
  const { resolve } = createRequire(import.meta.url);
  const isThere = (name: string): boolean => {
    try {
      return resolve(name) !== '';
    } catch {
      return false;
    }
  };
  return {
    whisper: isThere(`@fugood/node-whisper-${platform}-${arch}`),
    sherpa: isThere(`sherpa-onnx-${platform === 'win32' ? 'win' : platform}-${arch}`),
  };
}
