import { globSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { HeronError } from '../../base/errors.ts';
import type { ProviderFault } from '../model-client.ts';

const ending = '.gguf';

/** Whole model files in the folder of models, one level down, as `folder/name`; what is still being fetched has another ending. */
export function listModelFiles(folder: string): string[] {
  return globSync(`*/*${ending}`, { cwd: folder })
    .map((path) => path.replaceAll('\\', '/').slice(0, -ending.length))
    .toSorted();
}

/** The file that a name stands for: one of the list, or the path of any other. Errors: `provider` that says what to do. */
export function findModelFile(folder: string, name: string): string {
  const path = isAbsolute(name) ? name : join(folder, `${name}${ending}`);
  const isInside = isAbsolute(name) || !name.split(/[/\\]/).includes('..');
  if (isInside && statSync(path, { throwIfNoEntry: false })?.isFile()) return path;
  const there = listModelFiles(folder);
  const known = there.length === 0 ? `${folder} holds none` : `there are: ${there.join(', ')}`;
  const text = `There is no model file ${path}; ${known}. Fetch it again, or name the path of a .gguf file`;
  throw new HeronError('provider', text, { path, kind: 'unknown-model' satisfies ProviderFault });
}
