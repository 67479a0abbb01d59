import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { LocalModelEntry, type OwnModel } from '../../../contract/local-models.ts';
import { HeronError } from '../../base/errors.ts';

/** The models that Heron knows of. Errors: `invalid-input` naming the file and the field. */
export function readCatalogue(file: string): LocalModelEntry[] {
  const read = z.array(LocalModelEntry).safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new HeronError('invalid-input', `${file}: ${issue?.path.join('.')}: ${issue?.message}`, { file });
}

/** A person's own, named after its file. Errors: `invalid-input` for an address without one. */
export function ownEntry({ address, sha256, kind, name, licence }: OwnModel): LocalModelEntry {
  const file = decodeURIComponent(new URL(address).pathname.split('/').at(-1) ?? '');
  const id = file
    .toLowerCase()
    .replaceAll(/\.(gguf|bin|onnx|safetensors|zip|tar\.bz2|tar\.gz)$/g, '')
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .replaceAll(/[-.]{2,}/g, '-')
    .slice(0, 64)
    .replace(/[-.]$/, '');
  const entry = LocalModelEntry.safeParse({
    ...{ id, kind, name: name ?? file, about: '', licence: licence ?? '' },
    files: [{ name: file.replaceAll(/[^A-Za-z0-9_.-]/g, '_'), address, ...(sha256 === undefined ? {} : { sha256 }) }],
  });
  if (entry.success) return entry.data;
  throw new HeronError('invalid-input', `${address} does not end with the name of a file`, { address });
}
