import { z } from 'zod';
import { strictObject } from '../../../contract/strict-object.ts';
import { HeronError } from '../../base/errors.ts';
import type { BrokerCall } from './broker-call.ts';
import { allowFile } from './file-access.ts';
import type { HandleKind } from './handles.ts';
import { method } from './method.ts';
import { Handle, Offset, Path } from './parameters.ts';
import { openFile } from './paths/open-file.ts';
import type { SpeechForWorkers } from './speech-for-workers.ts';

const mostBytes = 256 * 1024 * 1024;
const chunkBytes = 256 * 1024;

const transcribe = method('speech.transcribe', {
  parameters: strictObject(() => ({ path: Path, language: z.string().regex(/^(?:[a-z]{2})?$/) })),
  async run(call, { path, language }) {
    const operation = 'speech.transcribe';
    const target = await allowFile(call, { operation, capability: 'files.read', path, means: 'target' });
    const { file, stats } = await openFile(target);
    try {
      const refusal = await call.linkedSecrets.against(target, stats);
      if (refusal) call.access.refuse(operation, { capability: 'files.read', target }, refusal);
      if (stats.size > mostBytes) {
        const text = `${path} has ${stats.size} bytes; a recording may have ${mostBytes}`;
        throw new HeronError('limit-exceeded', text, { limit: 'recordingBytes', value: mostBytes });
      }
      const recording = await file.readFile();
      const { handle } = await call.handles.open(writing, async () => beginWriting(call, { recording, language }));
      return { value: { handle } };
    } finally {
      await file.close();
    }
  },
});

type Writing = {
  said: ReturnType<SpeechForWorkers['transcribe']>;
  /** How much of it is written down, from 0 to 1. */
  share: number;
  /** Resolves when that is another. */
  news: PromiseWithResolvers<void>;
  stop: () => void;
};

const writing: HandleKind<Writing> = { label: 'recording', close: async ({ stop }) => stop() };

function beginWriting(call: BrokerCall, asked: { recording: Buffer; language: string }): Writing {
  const ending = new AbortController();
  const begun: Writing = {
    said: call.speech.transcribe({
      ...{ ...asked, signal: AbortSignal.any([call.signal, ending.signal]) },
      onShare(share) {
        begun.share = share;
        begun.news.resolve();
      },
    }),
    ...{ share: 0, news: Promise.withResolvers<void>(), stop: () => ending.abort() },
  };
  begun.said.catch(() => undefined).finally(() => begun.news.resolve());
  return begun;
}

const written = method('speech.written', {
  parameters: strictObject(() => ({ handle: Handle })),
  run: (call, { handle }) =>
    call.handles.use(writing, handle, async (begun) => {
      const notYet = begun.news.promise.then(() => undefined);
      const said = await Promise.race([begun.said, notYet]);
      if (!said) {
        begun.news = Promise.withResolvers<void>();
        begun.said.catch(() => undefined).finally(() => begun.news.resolve());
        return { value: { share: begun.share, said: null } };
      }
      call.handles.forget(handle);
      const { text, pieces, language = null } = said;
      return { value: { share: 1, said: { text, pieces, language } } };
    }),
});

const sound: HandleKind<Buffer> = { label: 'sound', close: async () => undefined };

const speak = method('speech.speak', {
  parameters: strictObject(() => ({
    text: z.string().min(1).max(2000),
    voice: z.string().max(100),
    rate: z.number().min(0.5).max(2),
    pitch: z.number().min(0.5).max(2),
  })),
  async run(call, request) {
    const { handle, thing } = await call.handles.open(sound, () =>
      call.speech.speak({ ...request, signal: call.signal }),
    );
    return { value: { handle, size: thing.length } };
  },
});

const read = method('speech.read', {
  parameters: strictObject(() => ({ handle: Handle, start: Offset })),
  run: (call, { handle, start }) =>
    call.handles.use(sound, handle, async (wav) => {
      const bytes = wav.subarray(start, start + chunkBytes);
      return { value: { done: start + bytes.length >= wav.length }, ...(bytes.length > 0 ? { bytes } : {}) };
    }),
});

const close = method('speech.close', {
  parameters: strictObject(() => ({ handle: Handle })),
  async run(call, { handle }) {
    await call.handles.close([sound, writing], handle);
    return { value: null };
  },
});

export const speechMethods = [transcribe, written, speak, read, close];
