import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { allIn, checkFolder, filesIn } from './folder.ts';
import { createPlaces } from './places.ts';

type Empty = Actions['emptyFolders'];
type Old = Actions['oldFiles'];

export const emptyFolders: ActionRun<Empty['input'], Empty['output']> = async ({ path, apply, limit }, context) => {
  await checkFolder(path, context);
  const folders = await emptyBelow(path, context);
  for (const folder of apply ? folders : []) {
    context.signal.throwIfAborted();
    // Something may have been put there meanwhile.
    if (await isStillEmpty(folder, context)) await context.files.remove(folder);
  }
  return { path, applied: apply, folders: folders.slice(0, limit), total: folders.length };
};

/** The topmost folders that hold nothing but empty ones. */
async function emptyBelow(path: string, context: WorkerContext): Promise<string[]> {
  const folders: string[] = [];
  const filled = new Set<string>();
  for await (const { name, kind } of allIn(path, context)) {
    context.signal.throwIfAborted();
    if (kind === 'folder') folders.push(name);
    // Folders of version control are empty on purpose.
    if (kind !== 'folder' || /(^|\/)\.[^/]*$/.test(name)) markFilled(name, filled);
  }
  const empty = new Set(folders.filter((name) => !filled.has(name)));
  const topmost = [...empty].filter((name) => !empty.has(name.slice(0, Math.max(0, name.lastIndexOf('/')))));
  return topmost.filter((name) => !/(^|\/)\./.test(name)).map((name) => `${path}/${name}`);
}

/** Whatever lies above something is filled, and a folder that is hidden stays. */
function markFilled(name: string, filled: Set<string>): void {
  for (let part = name; part !== '' && !filled.has(part); part = part.slice(0, Math.max(0, part.lastIndexOf('/')))) {
    filled.add(part);
  }
}

async function isStillEmpty(folder: string, context: WorkerContext): Promise<boolean> {
  for await (const { kind } of allIn(folder, context)) if (kind !== 'folder') return false;
  return true;
}

export const oldFiles: ActionRun<Old['input'], Old['output']> = async (input, context) => {
  const { path, days, pattern, recursive, destination, apply, limit } = input;
  if (destination === path) fail('invalid-input', 'They are there already', { field: 'destination' });
  const before = context.now() - days * 86_400_000;
  const where = { recursive, ...(pattern === undefined ? {} : { pattern }) };
  const placeIn = createPlaces(context);
  const output: Old['output'] = { path, applied: apply, files: [], total: 0, bytes: 0 };
  const planned: { from: string; to: string | null }[] = [];
  for await (const file of filesIn(path, where, context)) {
    const isThere = destination !== undefined && file.path.startsWith(`${destination}/`);
    if (file.modifiedAt > before || isThere) continue;
    output.total += 1;
    output.bytes += file.bytes;
    // Without the permission to write there nobody looks what is there.
    const to =
      destination === undefined ? null : apply ? await placeIn(destination, file.name) : `${destination}/${file.name}`;
    planned.push({ from: file.path, to });
    const modifiedAt = new Date(file.modifiedAt).toISOString();
    if (output.files.length < limit) output.files.push({ path: file.path, bytes: file.bytes, modifiedAt, to });
  }
  for (const [index, { from, to }] of apply ? planned.entries() : []) {
    context.signal.throwIfAborted();
    await (to === null ? context.files.remove(from) : context.files.move(from, to));
    if (index % 100 === 0) context.progress({ percent: Math.floor((index / planned.length) * 100) });
  }
  return output;
};
