import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import type { Pack } from './pack.ts';
import { readSourceTree } from './source-tree.ts';
import { passwordIn } from './password.ts';
import { packSingle } from './single-file.ts';
import { packCompressedTar, packTar } from './tar-writer.ts';
import { packZip } from './zip-writer.ts';

type Format = Actions['create']['output']['format'];

const packers: Record<Format, Pack> = {
  zip: packZip,
  tar: packTar,
  'tar.gz': packCompressedTar('gz'),
  'tar.zst': packCompressedTar('zst'),
  'tar.xz': packCompressedTar('xz'),
  gz: packSingle('gz'),
  zst: packSingle('zst'),
  xz: packSingle('xz'),
};

/** By how their names end, the longer before the shorter. */
const endings: [RegExp, Format][] = [
  [/\.zip$/i, 'zip'],
  [/\.(tar\.gz|tgz)$/i, 'tar.gz'],
  [/\.(tar\.zst|tzst)$/i, 'tar.zst'],
  [/\.(tar\.xz|txz)$/i, 'tar.xz'],
  [/\.tar$/i, 'tar'],
  [/\.gz$/i, 'gz'],
  [/\.zst$/i, 'zst'],
  [/\.xz$/i, 'xz'],
];

export const create: ActionRun<Actions['create']['input'], Actions['create']['output']> = async (input, context) => {
  const { source, destination, overwrite } = input;
  const format = chooseFormat(destination, input.format);
  if (input.passwordFile !== undefined && format !== 'zip')
    fail('invalid-input', `Only a zip can have a password, not a ${format}`, { field: 'passwordFile' });
  const password = await passwordIn(input.passwordFile, context);
  const { entries, skipped } = await readSourceTree(source, destination, context);
  if ((format === 'gz' || format === 'zst' || format === 'xz') && entries[0]?.kind !== 'file')
    fail('invalid-input', `${source} is a folder; ${format} holds one file. Pack it as tar.${format}`, {
      field: 'format',
    });
  const sourceBytes = entries.reduce((sum, entry) => sum + entry.size, 0);
  const onRead = progressOf(sourceBytes, context);
  const { size } = await context.files.write(destination, packers[format](entries, context, onRead, password), {
    overwrite,
  });
  const files = entries.filter((entry) => entry.kind === 'file').length;
  return { path: destination, format, files, bytes: size, sourceBytes, skipped };
};

function chooseFormat(destination: string, asked: Format | undefined): Format {
  const named = endings.find(([ending]) => ending.test(destination))?.[1];
  if (asked && named && asked !== named) {
    fail('invalid-input', `${destination} is named like a ${named} file, but the format is ${asked}`, {
      field: 'destination',
    });
  }
  return asked ?? named ?? 'zip';
}

function progressOf(total: number, context: WorkerContext): (bytes: number) => void {
  let percent = 0;
  return (bytes) => {
    const reached = Math.floor((bytes / Math.max(bytes, total)) * 100);
    if (reached > percent) context.progress({ percent: (percent = reached) });
  };
}
