/**
 * What git is told first so that nothing it finds in a repository can make it run something or ask somebody: no hooks,
 * no file watcher, no editor, no program for passwords. Nothing here can do more than git alone, so Heron knows these very
 * words, and does not ask for the whole command because of them. Manifests say them too.
 */
export const closedGitWords: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.editor=:',
  'sequence.editor=:',
  'core.askPass=',
  'credential.helper=',
  'core.sshCommand=ssh -oBatchMode=yes',
  'http.followRedirects=false',
  'maintenance.auto=false',
].flatMap((setting) => ['-c', setting]);
