import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import type { Pack } from './pack.ts';
import { readSourceTree } from './source-tree.ts';
import { packTarGz } from './tar-writer.ts';
import { packZip } from './zip-writer.ts';

type Format = Actions['create']['output']['format'];

const packers: Record<Format, Pack> = { zip: packZip, 'tar.gz': packTarGz };

export const create: ActionRun<Actions['create']['input'], Actions['create']['output']> = async (input, context) => {
  const { source, destination, overwrite } = input;
  const format = chooseFormat(destination, input.format);
  const { entries, skipped } = await readSourceTree(source, destination, context);
  const sourceBytes = entries.reduce((sum, entry) => sum + entry.size, 0);
  const onRead = progressOf(sourceBytes, context);
  const { size } = await context.files.write(destination, packers[format](entries, context, onRead), { overwrite });
  const files = entries.filter((entry) => entry.kind === 'file').length;
  return { path: destination, format, files, bytes: size, sourceBytes, skipped };
};

function chooseFormat(destination: string, asked: Format | undefined): Format {
  const named = /\.zip$/i.test(destination) ? 'zip' : /\.(tar\.gz|tgz)$/i.test(destination) ? 'tar.gz' : undefined;
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
