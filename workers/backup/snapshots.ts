import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { failAs, fieldsOf, jsonIn, listIn, numberIn, restic, textIn } from './restic.ts';

type Run<Name extends keyof Actions> = ActionRun<Actions[Name]['input'], Actions[Name]['output']>;
type Snapshot = Actions['list']['output']['snapshots'][number];

export const create: Run<'create'> = async ({ repository }, context) => {
  await restic(context, repository, ['init']);
  return { repository };
};

export const snapshot: Run<'snapshot'> = async ({ source, repository, exclude }, context) => {
  const status = await context.files.status(source);
  if (!status) fail('not-found', `There is no folder ${source}`, { path: source });
  if (status.kind !== 'folder') fail('invalid-input', `${source} is no folder`, { path: source });
  if (isWithin(repository, source)) {
    fail('invalid-input', `The backup in ${repository} lies in the folder that is to be backed up`, {
      field: 'repository',
    });
  }
  const args = ['backup', ...exclude.map((pattern) => `--exclude=${pattern}`), '--', '.'];
  const { code, lines, errors } = await restic(context, repository, args, {
    folder: source,
    // With 3 the snapshot is there, without what could not be read.
    fine: [0, 3],
    onStatus({ percent_done: done }) {
      context.progress({ percent: Math.round(numberIn(done) * 100), text: 'Backing up' });
    },
  });
  const summary = fieldsOf(jsonIn(lines).find((each) => fieldsOf(each)['message_type'] === 'summary'));
  const id = textIn(summary['snapshot_id']);
  if (id === '') failAs('backup', repository, { code, lines, errors });
  const unread = jsonIn(errors.split('\n')).map((each) => textIn(fieldsOf(each)['item']));
  return {
    ...{ snapshot: id, source, repository },
    isNew: numberIn(summary['files_new']),
    changed: numberIn(summary['files_changed']),
    same: numberIn(summary['files_unmodified']),
    bytes: numberIn(summary['total_bytes_processed']),
    added: numberIn(summary['data_added']),
    unread: unread.filter((item) => item !== '').slice(0, 100),
  };
};

export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

export const list: Run<'list'> = async ({ repository, limit }, context) => {
  const snapshots = await snapshotsIn(repository, context);
  return { repository, snapshots: snapshots.slice(0, limit), total: snapshots.length };
};

/** The newest first. */
async function snapshotsIn(repository: string, context: WorkerContext): Promise<Snapshot[]> {
  const { lines } = await restic(context, repository, ['snapshots']);
  return jsonIn(lines)
    .flatMap((each) => listIn(each).map(toSnapshot))
    .toReversed();
}

function toSnapshot(told: unknown): Snapshot {
  const { id, time, paths, hostname } = fieldsOf(told);
  return {
    snapshot: textIn(id).slice(0, 8),
    at: textIn(time),
    source: textIn(listIn(paths)[0]),
    host: textIn(hostname),
  };
}

/** What is in a snapshot; names are relative to what was backed up. */
export type Kept = { name: string; kind: 'file' | 'folder' | 'link' | 'other'; size: number; modifiedAt: number };

const kinds: Record<string, Kept['kind']> = { file: 'file', dir: 'folder', symlink: 'link' };

export async function contentsOf(repository: string, snapshotId: string, context: WorkerContext): Promise<Kept[]> {
  const { lines } = await restic(context, repository, ['ls', snapshotId]);
  return jsonIn(lines)
    .map(fieldsOf)
    .filter((each) => each['struct_type'] === 'node')
    .map(({ path, type, size, mtime }) => ({
      name: textIn(path).replace(/^\//, ''),
      kind: kinds[textIn(type)] ?? 'other',
      size: numberIn(size),
      modifiedAt: Date.parse(textIn(mtime)),
    }));
}

export const contents: Run<'contents'> = async ({ repository, snapshot: id, limit }, context) => {
  const all = await contentsOf(repository, id, context);
  const entries = all.slice(0, limit).map(({ name, kind, size }) => ({ name, kind, size }));
  return { repository, snapshot: id, entries, total: all.length };
};

export const verify: Run<'verify'> = async ({ repository, all }, context) => {
  context.progress({ text: 'Verifying' });
  const said = await restic(context, repository, ['check', ...(all ? ['--read-data'] : [])], { fine: [0, 1] });
  if (said.code === 0) return { repository, isSound: true, problems: [] };
  const problems = `${said.errors}\n${said.lines.join('\n')}`
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /error|damaged|not found|mismatch|does not match|hash/i.test(line));
  if (problems.length === 0 || /wrong password|unable to open config file|locked/i.test(said.errors)) {
    failAs('check', repository, said);
  }
  return { repository, isSound: false, problems: problems.slice(0, 100) };
};

export const prune: Run<'prune'> = async (input, context) => {
  const { repository, dryRun } = input;
  const rules = {
    ...{ last: input.keepLast, daily: input.keepDaily, weekly: input.keepWeekly },
    ...{ monthly: input.keepMonthly, yearly: input.keepYearly },
  };
  const kept = Object.entries(rules).filter(([, count]) => count > 0);
  if (kept.length === 0) fail('invalid-input', 'Say how many snapshots to keep', { field: 'keepLast' });
  const keep = kept.map(([name, count]) => `--keep-${name}=${count}`);
  const args = ['forget', '--group-by=paths', ...keep, dryRun ? '--dry-run' : '--prune'];
  const { lines } = await restic(context, repository, args);
  const groups = jsonIn(lines).flatMap((each) => (Array.isArray(each) ? each.map(fieldsOf) : []));
  const removed = groups.flatMap(({ remove }) => listIn(remove).map(toSnapshot));
  return { repository, dryRun, kept: groups.reduce((sum, { keep: left }) => sum + listIn(left).length, 0), removed };
};
