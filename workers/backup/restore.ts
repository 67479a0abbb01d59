import { type ActionRun, block, fail, type FileEntry, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { restic } from './restic.ts';
import { contentsOf, isWithin, type Kept } from './snapshots.ts';

type Restore = Actions['restore'];
type Way = 'replace' | 'keep';

const answers: Record<string, Way> = { 'Write over them': 'replace', 'Keep mine': 'keep' };

/**
 * restic restores into an empty folder beside the destination, and what is missing there is moved to it: so nothing that a
 * person has changed since is written over unasked, and undoing the run takes it all away again.
 */
export const restore: ActionRun<Restore['input'], Restore['output']> = async (input, context) => {
  const { repository, snapshot, destination, part } = input;
  if (isWithin(destination, repository)) {
    fail('invalid-input', `${destination} lies in the backup itself`, { field: 'destination' });
  }
  const wanted = partOf(await contentsOf(repository, snapshot, context), part, snapshot);
  const present = await presentAt(destination, context);
  const changed = wanted.filter((kept) => isChanged(kept, present.get(kept.name)));
  const way = changed.length === 0 ? 'keep' : (wayOf(input.onChanged, context) ?? ask(changed, destination));
  const beside = `${destination.replace(/\/+$/, '')}.heron-restore`;
  if (await context.files.status(beside)) {
    fail('already-exists', `${beside} is left of a restore that was cut off; remove it first`, { path: beside });
  }
  await context.files.makeFolder(beside);
  try {
    context.progress({ text: 'Restoring' });
    const only = part === undefined ? [] : [`--include=/${plain(part)}`];
    await restic(context, repository, ['restore', snapshot, `--target=${beside}`, '--verify', ...only]);
    const replaced = way === 'replace' ? new Set(changed.map(({ name }) => name)) : new Set<string>();
    await moveOver({ beside, destination, present, replaced }, context);
  } finally {
    // Of a call that was cancelled nothing can be cleared any more; the next one says so.
    if (await stillThere(beside, context)) await context.files.remove(beside, { isOutput: true });
  }
  const names = changed.map(({ name }) => name);
  return {
    ...{ repository, snapshot, destination },
    restored: wanted.filter(({ name, kind }) => kind !== 'folder' && !present.has(name)).length,
    same: wanted.filter((kept) => kept.kind !== 'folder' && present.has(kept.name) && !names.includes(kept.name))
      .length,
    replaced: way === 'replace' ? names : [],
    kept: way === 'keep' ? names : [],
  };
};

function partOf(all: Kept[], part: string | undefined, snapshot: string): Kept[] {
  if (part === undefined) return all;
  const inside = plain(part);
  const above = (name: string): boolean => inside.startsWith(`${name}/`);
  const found = all.filter(({ name }) => name === inside || name.startsWith(`${inside}/`));
  if (found.length === 0) fail('not-found', `The snapshot ${snapshot} holds no ${part}`, { field: 'part' });
  return [...all.filter(({ name }) => above(name)), ...found];
}

function plain(part: string): string {
  const name = part.replace(/^(\.?\/)+|\/+$/g, '');
  if (name === '' || /(^|\/)\.\.?(\/|$)|[*?[\]\\]/.test(name)) {
    fail('invalid-input', `${part} is no file or folder of a snapshot`, { field: 'part' });
  }
  return name;
}

async function presentAt(destination: string, context: WorkerContext): Promise<Map<string, FileEntry>> {
  const found = new Map<string, FileEntry>();
  const status = await context.files.status(destination);
  if (!status) return found;
  if (status.kind !== 'folder') fail('invalid-input', `${destination} is no folder`, { field: 'destination' });
  for await (const entry of context.files.list(destination, { recursive: true })) found.set(entry.name, entry);
  return found;
}

/** A folder that is one still is not; of all else, size and time tell. */
function isChanged(kept: Kept, there: FileEntry | undefined): boolean {
  if (!there) return false;
  if (kept.kind !== there.kind) return true;
  if (kept.kind === 'folder') return false;
  return (kept.kind === 'file' && kept.size !== there.size) || Math.abs(kept.modifiedAt - there.modifiedAt) >= 2;
}

function wayOf(onChanged: Restore['input']['onChanged'], context: WorkerContext): Way | undefined {
  if (onChanged !== 'ask') return onChanged;
  if (context.answer === 'Stop') fail('conflict', 'Nothing was restored, as you said');
  return context.answer === undefined ? undefined : answers[context.answer];
}

function ask(changed: Kept[], destination: string): never {
  const shown = changed.slice(0, 10).map(({ name }) => name);
  const more = changed.length > shown.length ? `, and ${changed.length - shown.length} more` : '';
  block(
    `${changed.length === 1 ? 'This differs' : `${changed.length} differ`} in ${destination} from the snapshot: ${shown.join(', ')}${more}. Write over ${changed.length === 1 ? 'it' : 'them'}?`,
    [...Object.keys(answers), 'Stop'],
  );
}

type Moving = { beside: string; destination: string; present: Map<string, FileEntry>; replaced: Set<string> };

async function moveOver({ beside, destination, present, replaced }: Moving, context: WorkerContext): Promise<void> {
  if (!(await context.files.status(destination))) {
    return context.files.move(beside, destination, { isOutput: true });
  }
  const restored: FileEntry[] = [];
  for await (const entry of context.files.list(beside, { recursive: true })) restored.push(entry);
  let moved: string | undefined;
  for (const { name } of restored) {
    if (moved !== undefined && name.startsWith(moved)) continue;
    if (present.has(name) && !replaced.has(name)) {
      // What is below something that stays, and is no folder there, stays too.
      if (present.get(name)?.kind !== 'folder') moved = `${name}/`;
      continue;
    }
    const overwrite = present.has(name);
    await context.files.move(`${beside}/${name}`, `${destination}/${name}`, { overwrite, isOutput: true });
    moved = `${name}/`;
  }
}

async function stillThere(path: string, context: WorkerContext): Promise<boolean> {
  if (context.signal.aborted) return false;
  return (await context.files.status(path)) !== undefined;
}
