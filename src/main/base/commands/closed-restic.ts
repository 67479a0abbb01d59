/** A restic that keeps its repository in a folder of this machine. */
export type ClosedRestic = {
  /** The repository's folder. */
  repository: string;
  command: string;
};

/** Commands that send nothing anywhere and start nothing. */
const commands = new Set('init backup snapshots ls find stats diff check restore forget prune unlock'.split(' '));

/** Options that start a program, name another repository, or take the password from elsewhere. */
const opens =
  /^(-[a-z]*[rop]|--(repo|repository-file|option|password-|from-|stdin|key-hint|cacert|tls-client-cert|insecure|cache-dir))/i;

/**
 * Undefined for a restic that could send what it is handed somewhere: `--repo=` with a whole path comes first, then
 * `--json` and `--no-cache`, then the command; single letters are not understood.
 */
export function readClosedRestic(args: readonly string[]): ClosedRestic | undefined {
  const [place = '', json, cache, command = '', ...rest] = args;
  const [, repository] = /^--repo=((?:\/|[A-Za-z]:[\\/])[^]*)$/.exec(place) ?? [];
  if (repository === undefined || json !== '--json' || cache !== '--no-cache' || !commands.has(command))
    return undefined;
  const end = rest.indexOf('--');
  const options = end === -1 ? rest : rest.slice(0, end);
  return options.some((word) => opens.test(word)) ? undefined : { repository, command };
}
