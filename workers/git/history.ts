import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { failAs } from './closed-git.ts';
import { checkName } from './names.ts';
import { openRepository } from './repository.ts';

type Commit = Actions['log']['output']['commits'][number];

/** Fields and commits are divided by characters that no name or subject holds. */
const commitFormat = '--format=%H%x1f%an%x1f%ae%x1f%aI%x1f%s%x1e';

export const log: ActionRun<Actions['log']['input'], Actions['log']['output']> = async (input, context) => {
  const { path, ref, limit, file } = input;
  checkName(ref, 'ref');
  const { run } = await openRepository(path, context);
  const args = ['log', '--no-color', '--no-show-signature', `--max-count=${limit}`, commitFormat];
  const end = await run([...args, ...given(ref), '--', ...given(file)], { mayFail: true });
  if (end.code === 0) return { commits: parseCommits(end.stdout) };
  if (/does not have any commits yet/.test(end.stderr)) return { commits: [] };
  return failAs('log', end);
};

function parseCommits(text: string): Commit[] {
  return text
    .split('\x1e')
    .map((record) => record.trim())
    .filter((record) => record !== '')
    .map((record) => {
      const [commit = '', author = '', email = '', at = '', subject = ''] = record.split('\x1f');
      return { commit, author, email, at, subject };
    });
}

export const diff: ActionRun<Actions['diff']['input'], Actions['diff']['output']> = async (input, context) => {
  const { path, from, to, file, of, maxBytes } = input;
  checkName(from, 'from');
  checkName(to, 'to');
  if (to !== undefined && from === undefined) fail('invalid-input', 'Say what to compare it with', { field: 'from' });
  const { run } = await openRepository(path, context);
  const what = from === undefined ? { staged: ['--cached'], all: ['HEAD'], unstaged: [] }[of] : [from, ...given(to)];
  const args = [
    'diff',
    '--no-ext-diff',
    '--no-textconv',
    '--no-color',
    '--ignore-submodules=dirty',
    '--numstat',
    '--patch',
    ...what,
  ];
  const end = await run([...args, '--', ...given(file)], { maxBytes, cuts: true, mayFail: true });
  if (end.code !== 0 && !end.isCut) {
    if (of === 'all' && from === undefined && /HEAD/.test(end.stderr)) {
      fail('conflict', 'There is no commit yet to compare with; ask for what is staged');
    }
    failAs('diff', end);
  }
  return { ...parseDiff(end.stdout), truncated: end.isCut };
};

/** `git diff --numstat --patch`: a line for each file, an empty one, then the patch. */
function parseDiff(output: string): { files: { path: string; added: number; removed: number }[]; text: string } {
  const begin = output.startsWith('diff ') ? 0 : output.indexOf('\n\n');
  const [head, text] = begin === -1 ? [output, ''] : [output.slice(0, begin), output.slice(begin + (begin && 2))];
  const files = head.split('\n').flatMap((line) => {
    const [added = '', removed = '', ...path] = line.split('\t');
    return path.length === 0
      ? []
      : [{ path: path.join('\t'), added: Number(added) || 0, removed: Number(removed) || 0 }];
  });
  return { files, text };
}

function given(value: string | undefined): string[] {
  return value === undefined ? [] : [value];
}
