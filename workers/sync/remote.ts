import { type ActionRun, fail, type RemotePlace, type RemoteSync, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { meet, type RemoteChange, type RemoteReport, rsync } from './rsync.ts';

type PlanRemote = Actions['planRemote'];
type Push = Actions['push'];
type Pull = Actions['pull'];
type Wish = Push['input'];
type Way = RemoteSync['direction'];

/** Tells what a push or a pull would do, without doing it. */
export const planRemote: ActionRun<PlanRemote['input'], PlanRemote['output']> = async (input, context) => {
  const way = input.direction === 'push' ? 'to' : 'from';
  const report = await planned({ ...input, maxRemoved: 1_000_000 }, way, context);
  const changes = report.changes.slice(0, input.limit);
  return { ...placesOf(input), ...sumOf(report), changes, truncated: changes.length < report.changes.length };
};

/** Makes a folder of a host like one of this machine. */
export const push: ActionRun<Push['input'], Push['output']> = async (input, context) => {
  const before = await planned(input, 'to', context);
  refuseTooMany(before, input.maxRemoved);
  const told = reporter(before, context);
  const wish = { ...wishOf(input, 'to'), dryRun: false, mostRemoved: input.maxRemoved };
  const done = await rsync(wish, context, told);
  return { ...placesOf(input), ...sumOf(done) };
};

/** What comes is fetched into a folder beside the one it is for and moved from there, so that all of it can be undone. */
export const pull: ActionRun<Pull['input'], Pull['output']> = async (input, context) => {
  const before = await planned(input, 'from', context);
  refuseTooMany(before, input.maxRemoved);
  const isThere = (await context.files.status(input.folder)) !== undefined;
  const beside = `${input.folder.replace(/\/+$/, '')}.heron-pull`;
  const isLeft = (await context.files.status(beside)) !== undefined;
  const ways: Ways = { beside, folder: input.folder, isOutput: !isLeft };
  await context.files.makeFolder(beside);
  const compare = isThere ? { compare: input.folder } : {};
  const wish = { ...wishOf(input, 'from'), ...compare, folder: beside, delete: false, dryRun: false };
  const told = reporter(before, context);
  try {
    await rsync(wish, context, told);
    for (const { name } of gone(before)) await context.files.remove(`${input.folder}/${name}`);
  } finally {
    // Of a call that was cancelled nothing can be moved any more; the next one goes on from what lies there.
    if (!context.signal.aborted) await moveOver(ways, context);
  }
  return { ...placesOf(input), ...sumOf(before) };
};

async function planned(input: Wish, way: Way, context: WorkerContext): Promise<RemoteReport> {
  refuseUnreadable(input.exclude);
  const status = await context.files.status(input.folder);
  if (way === 'to' && !status) fail('not-found', `There is no folder ${input.folder}`, { path: input.folder });
  if (status && status.kind !== 'folder') fail('invalid-input', `${input.folder} is no folder`, { path: input.folder });
  await meet(placeOf(input), context);
  context.progress({ text: `Comparing with ${input.host}` });
  const report = await rsync({ ...wishOf(input, way), dryRun: true }, context);
  const isEmpty = report.same === 0 && report.changes.every(({ why, kind }) => why === 'gone' || kind === 'folder');
  if (gone(report).length > 0 && isEmpty) {
    const side = way === 'to' ? input.folder : `${input.remoteFolder} on ${input.host}`;
    fail('conflict', `${side} holds no files, and all on the other side would be removed: is it the right folder?`);
  }
  return report;
}

/** Braces and the like are not understood on the way to another machine. */
function refuseUnreadable(patterns: string[]): void {
  const odd = patterns.find((pattern) => /[{}()!+@]\(|[{}]/.test(pattern));
  if (odd !== undefined)
    fail('invalid-input', `${odd}: over SSH a pattern may have *, **, ? and []`, { field: 'exclude' });
}

function refuseTooMany(report: RemoteReport, maxRemoved: number): void {
  const { length } = gone(report);
  if (length <= maxRemoved) return;
  fail('limit-exceeded', `${length} files and folders would be removed, more than ${maxRemoved}`, {
    field: 'maxRemoved',
  });
}

function placeOf({ host, port, user }: Pick<Wish, 'host' | 'port' | 'user'>): RemotePlace {
  return { host, port, ...(user === undefined ? {} : { user }) };
}

function wishOf(input: Omit<Wish, 'maxRemoved'>, direction: Way): Omit<RemoteSync, 'dryRun'> {
  const { folder, remoteFolder, exclude, checksum } = input;
  return { place: placeOf(input), direction, folder, remoteFolder, exclude, checksum, delete: input.delete };
}

function placesOf({ host, folder, remoteFolder }: Pick<Wish, 'host' | 'folder' | 'remoteFolder'>) {
  return { host, folder, remoteFolder };
}

/** What lies in a folder that goes, goes with it: rsync names it, and people and the undo journal need not. */
function gone({ changes }: RemoteReport): RemoteChange[] {
  const all = changes.filter(({ why }) => why === 'gone');
  const folders = new Set(all.filter(({ kind }) => kind === 'folder').map(({ name }) => name));
  return all.filter(({ name }) => !isBelowOne(name, folders));
}

function isBelowOne(name: string, folders: ReadonlySet<string>): boolean {
  for (let at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1))
    if (folders.has(name.slice(0, at))) return true;
  return false;
}

function sumOf(report: RemoteReport) {
  const come = report.changes.filter(({ why }) => why !== 'gone');
  const copied = come.filter(({ kind }) => kind === 'file');
  return {
    copy: copied.length,
    make: come.length - copied.length,
    remove: gone(report).length,
    same: report.same,
    bytes: copied.reduce((sum, { bytes }) => sum + bytes, 0),
    skipped: report.skipped.slice(0, 100),
  };
}

/** Tells how far it is, by the bytes of the files that have come. */
function reporter(before: RemoteReport, context: WorkerContext): (change: RemoteChange) => void {
  const { bytes: total } = sumOf(before);
  let [done, percent] = [0, 0];
  return ({ bytes }) => {
    const reached = Math.min(100, Math.floor(((done += bytes) / Math.max(1, total)) * 100));
    if (reached > percent) context.progress({ percent: (percent = reached) });
  };
}

type Ways = { beside: string; folder: string; isOutput: boolean };

async function moveOver({ beside, folder, isOutput }: Ways, context: WorkerContext): Promise<void> {
  const fetched = await Array.fromAsync(context.files.list(beside, { recursive: true }));
  await context.files.makeFolder(folder);
  const there = new Map<string, string>();
  for await (const { name, kind } of context.files.list(folder, { recursive: true })) there.set(name, kind);
  let moved: string | undefined;
  for (const { name, kind } of fetched) {
    if (moved !== undefined && name.startsWith(moved)) continue;
    if (name.split('/').includes('.heron-partial')) continue;
    const present = there.get(name);
    if (kind === 'folder' && present === 'folder') continue;
    await context.files.move(`${beside}/${name}`, `${folder}/${name}`, { overwrite: present !== undefined, isOutput });
    moved = `${name}/`;
  }
  await context.files.remove(beside, { isOutput });
}
