import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { openRepository, type Repository } from './repository.ts';

type Output = Actions['status']['output'];
type Change = Output['changes'][number];

export const status: ActionRun<Actions['status']['input'], Output> = async ({ path, limit }, context) => {
  const repository = await openRepository(path, context);
  const { changes, ...rest } = await readStatus(repository, 'all');
  return {
    ...rest,
    changes: changes.slice(0, limit),
    total: changes.length,
    conflicts: conflictsIn(changes),
    isClean: changes.length === 0,
  };
};

export function conflictsIn(changes: Change[]): string[] {
  return changes.filter(({ change }) => change === 'conflict').map(({ path }) => path);
}

export type RepositoryStatus = Pick<Output, 'branch' | 'commit' | 'upstream' | 'ahead' | 'behind' | 'changes'>;

/** What is changed within a submodule stays unseen: to look there, git would follow settings that nobody has checked. */
export function statusWords(untracked: 'all' | 'no'): string[] {
  const words = ['status', '--porcelain=v2', '--branch', `--untracked-files=${untracked}`];
  return [...words, '--ignore-submodules=dirty', '-z'];
}

export async function readStatus({ run }: Repository, untracked: 'all' | 'no'): Promise<RepositoryStatus> {
  return parseStatus((await run(statusWords(untracked))).stdout);
}

/** `git status --porcelain=v2 --branch -z`. */
export function parseStatus(text: string): RepositoryStatus {
  const found: RepositoryStatus = { branch: null, commit: null, upstream: null, ahead: 0, behind: 0, changes: [] };
  const records = text.split('\0');
  for (let at = 0; at < records.length; at += 1) {
    const record = records[at] ?? '';
    if (record.startsWith('# ')) readHeader(record.slice(2), found);
    else if (record !== '') found.changes.push(...readChange(record));
    // Of what was renamed, the former name follows.
    if (record.startsWith('2 ')) at += 1;
  }
  return found;
}

function readHeader(line: string, found: RepositoryStatus): void {
  const [name, value = '', behind = ''] = line.split(' ');
  if (name === 'branch.oid') found.commit = value === '(initial)' ? null : value;
  if (name === 'branch.head') found.branch = value === '(detached)' ? null : value;
  if (name === 'branch.upstream') found.upstream = value;
  if (name !== 'branch.ab') return;
  found.ahead = Number(value.slice(1));
  found.behind = Number(behind.slice(1));
}

/** Fields before the path, by the kind of the record. */
const fieldsBefore: Record<string, number> = { '1': 8, '2': 9, u: 10, '?': 1 };

function readChange(record: string): Change[] {
  const kind = record.charAt(0);
  const fields = record.split(' ');
  const path = fields.slice(fieldsBefore[kind] ?? fields.length).join(' ');
  if (path === '') return [];
  if (kind === '?') return [{ path, change: 'untracked', staged: false }];
  if (kind === 'u') return [{ path, change: 'conflict', staged: false }];
  const [staged = '.', unstaged = '.'] = fields[1] ?? '';
  return [{ path, change: nameOf(unstaged === '.' ? staged : unstaged), staged: unstaged === '.' }];
}

const names: Record<string, Change['change']> = {
  ...{ A: 'added', M: 'modified', D: 'deleted', R: 'renamed', C: 'copied', T: 'type changed' },
};

function nameOf(letter: string): Change['change'] {
  return names[letter] ?? 'modified';
}
