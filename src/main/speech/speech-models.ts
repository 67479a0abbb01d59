import { join } from 'node:path';
import type { ExpectedFile } from './model-check.ts';
import type { StreamFiles, VoiceFiles } from './wire.ts';

/** A model that is here, as whoever downloads models knows it. */
export type ReadyModel = {
  id: string;
  name: string;
  kind: string;
  folder: string;
  found: readonly { name: string; bytes: number; sha256: string }[];
};

/** What a model is good for, by the files it has. */
export type SpeechModel = { id: string; name: string; files: ExpectedFile[] } & (
  | { use: 'whisper'; model: string }
  | { use: 'stream' | 'wake'; stream: StreamFiles; pieces?: string }
  /** `piper` is how Piper describes its voice, which then has no tokens of its own. */
  | { use: 'voice'; voice: Omit<VoiceFiles, 'tokens'> & { tokens?: string }; piper?: string }
);

/** Those that an engine here reads; every other one is left alone. */
export function speechModels(ready: readonly ReadyModel[]): SpeechModel[] {
  return ready.flatMap((model) => speechModel(model) ?? []);
}

function speechModel({ id, name, kind, folder, found }: ReadyModel): SpeechModel | undefined {
  const fileOf = (pattern: RegExp): string | undefined => {
    const file = found.find((one) => pattern.test(one.name));
    return file && join(folder, file.name);
  };
  const files = found.map(({ name: file, bytes, sha256 }) => ({ path: join(folder, file), bytes, sha256 }));
  const base = { id, name, files };
  const tokens = fileOf(/tokens.*\.txt$/);
  if (kind === 'speech') {
    const model = fileOf(/\.bin$/);
    if (model) return { ...base, use: 'whisper', model };
  }
  if (kind === 'speech' || kind === 'wake-word') {
    const [encoder, decoder, joiner] = ['encoder', 'decoder', 'joiner'].map((part) =>
      fileOf(new RegExp(`${part}.*\\.onnx$`)),
    );
    if (!encoder || !decoder || !joiner || !tokens) return undefined;
    const pieces = fileOf(/bpe\.model$/);
    const stream = { encoder, decoder, joiner, tokens };
    return { ...base, use: kind === 'speech' ? 'stream' : 'wake', stream, ...(pieces ? { pieces } : {}) };
  }
  const [model, piper, lexicon] = [fileOf(/\.onnx$/), fileOf(/\.onnx\.json$/), fileOf(/lexicon.*\.txt$/)];
  if (kind !== 'voice' || !model || !(tokens ?? piper)) return undefined;
  const voice = { model, ...(tokens ? { tokens } : {}), ...(lexicon ? { lexicon } : {}) };
  return { ...base, use: 'voice', voice, ...(piper && !tokens ? { piper } : {}) };
}
