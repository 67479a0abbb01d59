import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fileError, HeronError } from '../base/errors.ts';
import { makeFolder } from '../base/make-folder.ts';

/** As much of Piper's description of a voice as is used. */
const Description = z.object({
  audio: z.object({ sample_rate: z.int().positive() }),
  espeak: z.object({ voice: z.string() }),
  num_speakers: z.int().positive().default(1),
  phoneme_id_map: z.record(z.string(), z.array(z.int()).min(1)),
});
type Description = z.infer<typeof Description>;

/**
 * A voice of Piper's as sherpa-onnx reads it: what the description says stands in the model itself, and the signs of its sounds in a
 * file of their own. Made once, in the folder; about as large as the model. Errors: `provider` for a description that is none, `storage`.
 */
export function preparePiper(
  { model, description }: { model: string; description: string },
  folder: string,
): { model: string; tokens: string } {
  const said = readDescription(description);
  const prepared = { model: join(folder, 'model.onnx'), tokens: join(folder, 'tokens.txt') };
  const facts = metadata(said);
  try {
    if (existsSync(prepared.tokens) && sizeOf(prepared.model) === statSync(model).size + facts.length) return prepared;
    makeFolder(folder);
    const unfinished = `${prepared.model}.part`;
    rmSync(unfinished, { force: true });
    copyFileSync(model, unfinished);
    appendFileSync(unfinished, facts);
    const tokens = Object.entries(said.phoneme_id_map).map(([sign, [id]]) => `${sign} ${id}\n`);
    writeFileSync(prepared.tokens, tokens.join(''));
    renameSync(unfinished, prepared.model);
    return prepared;
  } catch (error) {
    throw fileError(error, prepared.model);
  }
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}

function readDescription(path: string): Description {
  try {
    return Description.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const text = `${path} does not describe a voice of Piper's: remove it in Settings, Voice and download it again`;
    throw new HeronError('provider', text, { path }, { cause: error });
  }
}

/** Entries of ONNX's `metadata_props` (field 14): a protobuf message goes on where another one ends. */
function metadata({ audio, espeak, num_speakers: speakers }: Description): Buffer {
  const facts = {
    ...{ model_type: 'vits', comment: 'piper', language: 'English', voice: espeak.voice, has_espeak: '1' },
    ...{ n_speakers: String(speakers), sample_rate: String(audio.sample_rate) },
  };
  return Buffer.concat(
    Object.entries(facts).map(([key, value]) =>
      field(14, Buffer.concat([field(1, Buffer.from(key)), field(2, Buffer.from(value))])),
    ),
  );
}

/** A field that holds bytes; all here are short. */
function field(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.of((number << 3) | 2, bytes.length), bytes]);
}
