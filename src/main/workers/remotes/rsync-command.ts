import type { RemoteSync } from '../../../worker-kit/context.ts';
import { credentialFolders, credentialGlobs } from '../broker/paths/credential-places.ts';
import type { RemoteCommand } from './meet-host.ts';
import { sshWords } from './ssh-words.ts';

/**
 * rsync, told nothing but what is written here. The remote folder goes over rsync's own line and through no shell; links,
 * owners and devices stay behind. `left` are names below the folder that are not sent, and what could hold passwords or
 * keys is neither sent, fetched nor removed.
 */
export function rsyncCommand(wish: RemoteSync, left: readonly string[], knownHosts: string): RemoteCommand {
  const { place, folder, compare } = wish;
  const remote = `${place.user === undefined ? '' : `${place.user}@`}${bracketed(place.host)}:${remotePath(wish.remoteFolder)}`;
  const [from, to] = wish.direction === 'to' ? [folder, remote] : [remote, folder];
  const args = [
    ...['-e', ['ssh', ...sshWords(place)].join(' ')],
    ...['--recursive', '--times', '--perms', '--omit-dir-times', '--protect-args', '--no-motd'],
    ...['--out-format=%i %l %n', '--stats', '--no-human-readable', '--8-bit-output', '--timeout=300'],
    ...['--partial-dir=.heron-partial', '--from0', '--exclude-from=-'],
    ...(wish.dryRun ? ['--dry-run'] : []),
    ...(wish.delete ? ['--delete-delay'] : []),
    ...(wish.mostRemoved === undefined ? [] : [`--max-delete=${wish.mostRemoved}`]),
    ...(wish.checksum ? ['--checksum'] : []),
    ...(compare === undefined ? [] : [`--compare-dest=${compare}`]),
    ...['--', withSlash(from), withSlash(to)],
  ];
  const patterns = [...left.map(anchored), ...credentialFolders, ...credentialGlobs, ...wish.exclude.map(asPattern)];
  return { program: 'rsync', args, input: patterns.map((pattern) => `${pattern}\0`).join(''), knownHosts };
}

/** A path that is not whole begins at home; a colon at its beginning would mean something else. */
function remotePath(path: string): string {
  const plain = path.replace(/^~(\/|$)/, '');
  return plain.startsWith('/') ? plain : `./${plain}`;
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function withSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}

/** With a slash a pattern is for the whole way below the folder. */
function asPattern(pattern: string): string {
  const plain = pattern.replace(/\/$/, '');
  return plain.includes('/') && !plain.startsWith('/') ? `/${plain}` : plain;
}

/** One very name; rsync takes a backslash for itself only where there is something to be taken literally. */
function anchored(name: string): string {
  return `/${/[*?[]/.test(name) ? name.replace(/[\\*?[]/g, String.raw`\$&`) : name}`;
}
