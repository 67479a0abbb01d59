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
export function ownEntry({ address, sha256, others = [], kind, name, licence }: OwnModel): LocalModelEntry {
  const file = fileAt(address);
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
    files: [
      { name: plainName(file), address, ...(sha256 === undefined ? {} : { sha256 }) },
      ...others.map((other) => ({ name: plainName(fileAt(other)), address: other })),
    ],
  });
  if (!entry.success) {
    const at = [address, ...others][Number(entry.error.issues[0]?.path[1] ?? 0)] ?? address;
    throw new HeronError('invalid-input', `${at} does not end with the name of a file`, { address: at });
  }
  const names = entry.data.files.map((each) => each.name);
  const twice = names.find((each, index) => names.indexOf(each) !== index);
  if (twice === undefined) return entry.data;
  throw new HeronError('invalid-input', `Two of the files are called ${twice}`, { address, name: twice });
}

function fileAt(address: string): string {
  return decodeURIComponent(new URL(address).pathname.split('/').at(-1) ?? '');
}

function plainName(file: string): string {
  return file.replaceAll(/[^A-Za-z0-9_.-]/g, '_');
}
