import { z } from 'zod';
import { strictObject } from '../../../contract/strict-object.ts';
import { HeronError } from '../../base/errors.ts';
import { allowFile } from './file-access.ts';
import type { HandleKind } from './handles.ts';
import { method } from './method.ts';
import { Handle, Offset, Path } from './parameters.ts';
import { openFile } from './paths/open-file.ts';

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
      const wav = await file.readFile();
      const { text, pieces, language: found } = await call.speech.transcribe({ wav, language, signal: call.signal });
      return { value: { text, pieces, language: found ?? null } };
    } finally {
      await file.close();
    }
  },
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
    await call.handles.close([sound], handle);
    return { value: null };
  },
});

export const speechMethods = [transcribe, speak, read, close];
