import { type ActionRun, fail, type FileStatus, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { placeFor } from './place.ts';

type Output = Actions['copy']['output'];

export const copy: ActionRun<Actions['copy']['input'], Output> = async (input, context) => {
  const { source, overwrite } = input;
  const status = await context.files.status(source);
  if (!status) fail('not-found', `There is nothing at ${source}`, { path: source });
  const path = await placeFor(source, input.destination, context);
  const output: Output = { source, path, files: 0, bytes: 0, skipped: [] };
  const copyOne = async (from: FileStatus, to: string): Promise<void> => {
    output.bytes += await copyFile(from, to, overwrite, context);
    output.files += 1;
    context.progress({ text: `${output.files} files` });
  };
  if (status.kind !== 'folder') {
    await copyOne(status, path);
    return output;
  }
  await context.files.makeFolder(path);
  for await (const entry of context.files.list(source, { recursive: true })) {
    const to = `${path}/${entry.name}`;
    if (entry.kind === 'folder') await context.files.makeFolder(to);
    else if (entry.kind === 'file') await copyOne(entry, to);
    else output.skipped.push(entry.path);
  }
  return output;
};

async function copyFile(from: FileStatus, to: string, overwrite: boolean, context: WorkerContext): Promise<number> {
  const { size } = await context.files.write(to, context.files.read(from.path), { overwrite, mode: from.mode });
  return size;
}
