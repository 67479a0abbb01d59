import type { WorkerFiles, WorkerSpeech } from './context.ts';
import { WorkerFailure } from './failure.ts';

/** Engines a test gives, behind the files that it allows; without them there are none. */
export type FakeSpeech = {
  transcribe?: (
    wav: Uint8Array,
    language: string,
    onShare: (share: number) => void,
  ) => Promise<Awaited<ReturnType<WorkerSpeech['transcribe']>>>;
  speak?: WorkerSpeech['speak'];
};

export function fakeSpeech({ transcribe, speak }: FakeSpeech, files: WorkerFiles): WorkerSpeech {
  return {
    async transcribe(path, { language = '', onShare = () => undefined } = {}) {
      const pieces: Uint8Array[] = [];
      for await (const piece of files.read(path)) pieces.push(piece);
      if (!transcribe) throw new WorkerFailure('unsupported', 'Nothing here writes speech down');
      return transcribe(Buffer.concat(pieces), language, onShare);
    },
    async speak(text, options) {
      if (!speak) throw new WorkerFailure('unsupported', 'Nothing here speaks');
      return speak(text, options);
    },
  };
}
