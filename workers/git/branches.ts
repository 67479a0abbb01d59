import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { checkName } from './names.ts';
import { openRepository } from './repository.ts';
import { readStatus } from './status.ts';

type Branch = Actions['branch'];
type Worktree = Actions['worktree'];

const branchFormat = '--format=%(HEAD)%1f%(refname:short)%1f%(objectname)%1f%(upstream:short)';

export const branch: ActionRun<Branch['input'], Branch['output']> = async ({ path, name, from }, context) => {
  checkName(name, 'name');
  checkName(from, 'from');
  if (from !== undefined && name === undefined) fail('invalid-input', 'Say what to call the branch', { field: 'name' });
  const { run } = await openRepository(path, context);
  if (name !== undefined) await run(['branch', '--no-track', '--', name, ...(from === undefined ? [] : [from])]);
  const { stdout } = await run(['for-each-ref', branchFormat, 'refs/heads']);
  const rows = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\x1f'));
  return {
    current: rows.find(([head]) => head === '*')?.[1] ?? null,
    branches: rows.map(([, branchName = '', commit = '', upstream = '']) => ({
      name: branchName,
      commit,
      upstream: upstream === '' ? null : upstream,
    })),
  };
};

type Checkout = ActionRun<Actions['checkout']['input'], Actions['checkout']['output']>;

export const checkout: Checkout = async ({ path, branch: name, create, detach }, context) => {
  checkName(name, 'branch');
  if (create && detach) fail('invalid-input', 'A branch is made, or none is wanted; not both', { field: 'detach' });
  const repository = await openRepository(path, context);
  await repository.run(['switch', '--quiet', ...(create ? ['--create'] : detach ? ['--detach'] : []), name]);
  const { branch: current, commit } = await readStatus(repository, 'no');
  return { branch: current, commit };
};

export const worktree: ActionRun<Worktree['input'], Worktree['output']> = async (input, context) => {
  const { path, step, folder, branch: name, create } = input;
  checkName(name, 'branch');
  if (step !== 'list' && folder === undefined) fail('invalid-input', 'Say which folder', { field: 'folder' });
  if (step === 'add' && name === undefined) fail('invalid-input', 'Say which branch', { field: 'branch' });
  const { run } = await openRepository(path, context);
  if (step === 'add') {
    const target = create ? ['-b', name ?? '', '--', folder ?? ''] : ['--', folder ?? '', name ?? ''];
    await run(['worktree', 'add', '--quiet', ...target]);
  }
  if (step === 'remove') await run(['worktree', 'remove', '--', folder ?? '']);
  return { worktrees: parseWorktrees((await run(['worktree', 'list', '--porcelain', '-z'])).stdout) };
};

/** Lines end with NUL, and an empty one ends each worktree. */
function parseWorktrees(text: string): Worktree['output']['worktrees'] {
  return text
    .split('\0\0')
    .filter((record) => record !== '')
    .map((record) => {
      const lines = record.split('\0');
      const valueOf = (name: string): string | undefined =>
        lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1);
      return {
        path: valueOf('worktree') ?? '',
        branch: valueOf('branch')?.replace(/^refs\/heads\//, '') ?? null,
        commit: valueOf('HEAD') ?? null,
      };
    });
}
