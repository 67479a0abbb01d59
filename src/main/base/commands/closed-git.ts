import { closedGitWords } from '../../../worker-kit/closed-git-words.ts';

export type ClosedGit = {
  /** The header it sends to one place only, and the variable that holds it. */
  header?: { url: URL; variable: string };
  /** The command and its arguments. */
  rest: readonly string[];
};

const readsSettings = 'config --list --show-scope -z';

/** Commands that would run what they are told if git were not closed, with what opens them all the same. */
const openers: Readonly<Record<string, RegExp>> = {
  clone: /^--(config|template=.)/,
  rebase: /^(-i|--interactive|--strategy.*|-s.*|--exec.*|-x.*)$/,
};

/** Commands that reach no other machine and print names, never what files or messages hold. */
const local = new Set(
  'add branch commit config for-each-ref init merge rebase stash status switch symbolic-ref worktree'.split(' '),
);

/** A closed git that stays on this machine and shows nothing that somebody wrote. */
export function isLocalGit(args: readonly string[]): boolean {
  const closed = readClosedGit(args);
  return closed !== undefined && !closed.header && local.has(closed.rest[0] ?? '');
}

/** Undefined for a git that is not closed. */
export function readClosedGit(args: readonly string[]): ClosedGit | undefined {
  if (!closedGitWords.every((word, index) => args[index] === word)) return undefined;
  const words = args.slice(closedGitWords.length);
  const header = headerOf(words[0] ?? '');
  return header ? { header, rest: words.slice(1) } : { rest: words };
}

/** The arguments that can still make git run something. */
export function openGitWords(args: readonly string[]): readonly string[] {
  const closed = readClosedGit(args);
  if (!closed) return args;
  if (closed.rest.join(' ') === readsSettings) return [];
  const [command = '', ...rest] = closed.rest;
  const opener = Object.hasOwn(openers, command) ? openers[command] : undefined;
  return opener && !rest.some((word) => opener.test(word)) ? rest : closed.rest;
}

function headerOf(word: string): ClosedGit['header'] {
  const [, address = '', variable = ''] = /^--config-env=http\.(.+)\.extraHeader=([A-Z_]+)$/.exec(word) ?? [];
  if (!/^https?:\/\//.test(address) || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  // A name of a user or a path would narrow what git matches, but only the place decides here.
  return url.href === address && url.origin + '/' === address ? { url, variable } : undefined;
}
