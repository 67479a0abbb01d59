import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { filesIn, type FoundFile } from './folder.ts';
import { endingOf, endingsLike, endingsOf } from './kinds.ts';
import { createPlaces } from './places.ts';

type Gather = Actions['gather'];
type Discard = Actions['discard'];
type Largest = Actions['largest'];
type Which = Pick<Discard['input'], 'path' | 'kind' | 'ending' | 'pattern' | 'recursive'>;

export const gather: ActionRun<Gather['input'], Gather['output']> = async (input, context) => {
  const { path, destination, copy, apply, limit } = input;
  if (destination === path) fail('invalid-input', 'They are there already', { field: 'destination' });
  const chosen = await filesLike(input, context);
  const there = `${destination}/`;
  const files = chosen.filter((file) => !file.path.startsWith(there));
  const placeIn = createPlaces(context);
  const moves: { from: string; to: string }[] = [];
  const times = new Map(files.map(({ path: from, modifiedAt }) => [from, modifiedAt]));
  // Without the permission to write there nobody looks what is there.
  for (const { path: from, name } of files)
    moves.push({ from, to: apply ? await placeIn(destination, name) : `${there}${name}` });
  await inTurn(apply ? moves : [], context, ({ from, to }) =>
    copy
      ? context.files.write(to, context.files.read(from), { modifiedAt: times.get(from) ?? context.now() })
      : context.files.move(from, to),
  );
  return { path, destination, applied: apply, moves: moves.slice(0, limit), ...sumOf(files) };
};

export const discard: ActionRun<Discard['input'], Discard['output']> = async (input, context) => {
  const { path, apply, limit } = input;
  const files = await filesLike(input, context);
  await inTurn(apply ? files : [], context, (file) => context.files.remove(file.path));
  return { path, applied: apply, files: files.slice(0, limit).map(shown), ...sumOf(files) };
};

export const largest: ActionRun<Largest['input'], Largest['output']> = async ({ path, limit, kind }, context) => {
  const isWanted = matcherOf({ kind });
  let most: FoundFile[] = [];
  let total = 0;
  let bytes = 0;
  for await (const file of filesIn(path, { recursive: true }, context)) {
    if (!isWanted(file.name)) continue;
    total += 1;
    bytes += file.bytes;
    most.push(file);
    if (most.length > limit + 1000) most = topOf(most, limit);
  }
  return { path, files: topOf(most, limit).map(shown), total, bytes };
};

function topOf(files: FoundFile[], limit: number): FoundFile[] {
  return files.toSorted((one, other) => other.bytes - one.bytes || (one.path < other.path ? -1 : 1)).slice(0, limit);
}

function shown({ path, bytes }: FoundFile): { path: string; bytes: number } {
  return { path, bytes };
}

function sumOf(files: readonly FoundFile[]): { total: number; bytes: number } {
  return { total: files.length, bytes: files.reduce((sum, file) => sum + file.bytes, 0) };
}

/** All of them are known before the first is touched. */
async function filesLike(
  { path, recursive, pattern, kind, ending }: Which,
  context: WorkerContext,
): Promise<FoundFile[]> {
  if (kind === undefined && ending === undefined && pattern === undefined)
    fail('invalid-input', 'Say which files: a kind, an ending or a pattern', { field: 'kind' });
  const isWanted = matcherOf({ kind, ending });
  const files: FoundFile[] = [];
  const where = { recursive, ...(pattern === undefined ? {} : { pattern }) };
  for await (const file of filesIn(path, where, context)) if (isWanted(file.name)) files.push(file);
  return files;
}

function matcherOf(which: { kind?: string | undefined; ending?: string | undefined }): (name: string) => boolean {
  const { kind, ending } = which;
  const byKind = kind === undefined ? undefined : new Set(endingsOf(kind));
  const byEnding = ending === undefined ? undefined : new Set(endingsLike(ending));
  return (name) => {
    const own = endingOf(name);
    return (byKind?.has(own) ?? true) && (byEnding?.has(own) ?? true);
  };
}

async function inTurn<Item>(items: readonly Item[], context: WorkerContext, each: (item: Item) => Promise<unknown>) {
  for (const [index, item] of items.entries()) {
    context.signal.throwIfAborted();
    await each(item);
    if (index % 100 === 0) context.progress({ percent: Math.floor((index / items.length) * 100) });
  }
}
