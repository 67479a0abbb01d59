import { fail, type WorkerContext } from 'heron/worker-kit';
import { git, type GitEnd, type GitOptions } from './closed-git.ts';

export type Setting = { scope: string; key: string; value: string };

/** What a repository's own settings must not say: it would run a program, lead elsewhere, or open an answer to others. */
const perilous = new RegExp(
  '^(' +
    [
      String.raw`filter\..+\.(clean|smudge|process)`,
      String.raw`diff\.external|diff\..+\.(command|textconv)`,
      String.raw`merge\..+\.driver`,
      String.raw`gpg\.(.+\.)?program|gpg\.ssh\.defaultkeycommand`,
      String.raw`remote\..+\.(uploadpack|receivepack|vcs|proxy)`,
      String.raw`core\.(gitproxy|alternaterefscommand|worktree)`,
      String.raw`include\.path|includeif\..+\.path`,
      String.raw`url\..+\.(insteadof|pushinsteadof)`,
      String.raw`http\.(.+\.)?(proxy.*|ssl.*|curloptresolve|cookiefile|savecookies|followredirects)`,
      String.raw`credential\.(.+\.)?helper`,
      String.raw`trailer\..+\.(cmd|command)`,
      String.raw`gc\.recentobjectshook|submodule\.recurse`,
    ].join('|') +
    ')$',
);

export type Repository = {
  settings: Setting[];
  run(args: string[], options?: Omit<GitOptions, 'folder'>): Promise<GitEnd>;
};

/** A repository whose own settings are harmless. Errors: `not-found`, `unsupported` naming the setting that is not. */
export async function openRepository(folder: string, context: WorkerContext): Promise<Repository> {
  const status = await context.files.status(folder);
  if (!status) fail('not-found', `There is no folder ${folder}`, { path: folder });
  if (status.kind !== 'folder') fail('invalid-input', `${folder} is no folder`, { path: folder });
  const run: Repository['run'] = (args, options = {}) => git(context, args, { ...options, folder });
  const { stdout } = await run(['config', '--list', '--show-scope', '-z']);
  const settings = readSettings(stdout);
  const found = settings.find(({ scope, key }) => isOwn(scope) && perilous.test(key.toLowerCase()));
  if (found) {
    fail(
      'unsupported',
      `The settings of the repository ${folder} say ${found.key}, which could run or redirect something; take it out, or set it for yourself with git config --global`,
      { path: folder, key: found.key },
    );
  }
  return { settings, run };
}

function isOwn(scope: string): boolean {
  return scope === 'local' || scope === 'worktree';
}

/** `scope NUL key LF value NUL`, again and again; a key without a value has no LF. */
function readSettings(text: string): Setting[] {
  const parts = text.split('\0');
  const settings: Setting[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [scope = '', entry = ''] = [parts[at], parts[at + 1]];
    const end = entry.indexOf('\n');
    settings.push(
      end === -1 ? { scope, key: entry, value: '' } : { scope, key: entry.slice(0, end), value: entry.slice(end + 1) },
    );
  }
  return settings;
}
