import { commandIn, nameOf, wrappedWords } from './command.ts';

/** Options of git that come before its command and take a value. */
const withValue = ['-C', '-c', '--git-dir', '--work-tree', '--namespace', '--exec-path', '--super-prefix'];

/** Why a git command may not touch the branches it names; undefined when it may. */
export function branchFault(input: Readonly<Record<string, unknown>>, branches: readonly string[]): string | undefined {
  if (branches.length === 0) return undefined;
  const command = commandIn(input);
  const words = command.program === 'git' ? command.args : gitWords(wrappedWords(command));
  const [verb = '', ...rest] = withoutGlobalOptions(words);
  const names = rest.filter((word) => !word.startsWith('-'));
  if (verb === 'push') return pushFault(rest, names.slice(1), branches);
  const isForced = rest.some((word) => /^(-[a-zA-Z]*[dDfB][a-zA-Z]*|--delete|--force|--hard)$/.test(word));
  if (!isForced || !['branch', 'checkout', 'switch', 'reset', 'update-ref'].includes(verb)) return undefined;
  const found = names.map(branchName).find((name) => branches.includes(name));
  return found === undefined ? undefined : `the house rules protect the branch ${found}`;
}

/** The same of a push by Heron's own worker; what it does not say is the branch that is checked out, whichever that is. */
export function gitPushFault(
  { branch }: Readonly<Record<string, unknown>>,
  branches: readonly string[],
): string | undefined {
  if (branches.length === 0) return undefined;
  return pushFault([], typeof branch === 'string' ? [branch] : [], branches);
}

function pushFault(rest: string[], refspecs: string[], branches: readonly string[]): string | undefined {
  if (rest.some((word) => ['--all', '--mirror', '--branches'].includes(word))) {
    return 'the house rules protect branches, and this pushes all of them';
  }
  if (refspecs.length === 0) return 'the house rules protect branches, and this push does not say which it is for';
  const found = refspecs
    .map((refspec) => branchName(refspec.split(':').at(-1) ?? ''))
    .find((name) => branches.includes(name));
  if (found !== undefined) return `the house rules protect the branch ${found}`;
  const isVague = refspecs.some((refspec) => /^\+?HEAD$|\*/.test(refspec));
  return isVague ? 'the house rules protect branches, and this push does not say which it is for' : undefined;
}

function branchName(ref: string): string {
  return ref.replace(/^\+/, '').replace(/^refs\/heads\//, '');
}

function gitWords(words: string[]): string[] {
  const at = words.findIndex((word) => nameOf(word) === 'git');
  return at === -1 ? [] : words.slice(at + 1);
}

function withoutGlobalOptions(words: string[]): string[] {
  let at = 0;
  while (words[at]?.startsWith('-')) at += withValue.includes(words[at] ?? '') ? 2 : 1;
  return words.slice(at);
}
