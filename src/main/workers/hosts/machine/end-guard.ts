import { type ChildProcess, spawn } from 'node:child_process';
import type { Logger } from '../../../base/logger.ts';

/** Ends processes that outlive the engine, however it ends and whatever they are doing. */
export type EndGuard = {
  watch: (pid: number) => void;
  /** It has ended by itself. */
  forget: (pid: number) => void;
  /** Of containers: each file in it holds the id of a process, or soon will. */
  watchFolder: (folder: string) => void;
  /** A program with its group, and, on Linux, all that has the mark in its environment or among the names of its open files. */
  watchGroup: (pid: number, mark: string) => void;
  forgetGroup: (pid: number, mark: string) => void;
  /** On Linux, all that has the mark there, whatever group it is in: before the first of it is started. */
  watchMark: (mark: string) => void;
  forgetMark: (mark: string) => void;
};

/**
 * Keeps the list it is told, and ends those on it when nobody is left to tell it more. A container that is being made is
 * waited for: who makes it would only leave it half made.
 */
const script = `
trap '' HUP INT TERM
pids=' '
folder=
groups=' '
marks=' '
without() {
  rest=$1
  case $1 in *" $2 "*) rest="\${1%% $2 *} \${1#* $2 }" ;; esac
}
marked() {
  grep -lasF "$@" /proc/[0-9]*/environ
  ls -l /proc/[0-9]*/fd | grep -a -e '^/proc/' "$@" | while read -r line; do
    case $line in
      /proc/*) place=$line ;;
      *) echo "$place" ;;
    esac
  done
}
while read -r what which mark; do
  case $what in
    watch) pids="$pids$which " ;;
    forget) without "$pids" "$which"; pids=$rest ;;
    folder) folder="$which\${mark:+ $mark}" ;;
    group) groups="$groups$which/$mark " ;;
    ungroup) without "$groups" "$which/$mark"; groups=$rest ;;
    mark) marks="$marks$which " ;;
    unmark) without "$marks" "$which"; marks=$rest ;;
  esac
done
for pid in $pids; do kill -9 "$pid"; done
for each in $groups; do kill -9 "-\${each%/*}"; done
set --
for each in $groups $marks; do set -- "$@" -e "\${each#*/}"; done
turn=0
while [ $# -gt 0 ] && [ $turn -lt 20 ]; do
  found=$(marked "$@")
  [ -n "$found" ] || break
  for place in $found; do
    pid=\${place#/proc/}
    kill -9 "\${pid%%/*}"
  done
  turn=$((turn + 1))
done
[ -n "$folder" ] || exit
turn=0
while [ $turn -lt 600 ]; do
  for file in "$folder"/*; do
    [ -s "$file" ] || continue
    read -r pid < "$file" || [ -n "$pid" ] && kill -9 "$pid"
    rm -f "$file"
  done
  set -- "$folder"/*
  [ -e "$1" ] || break
  sleep 0.1
  turn=$((turn + 1))
done
rm -rf "$folder"
`;

type Told = 'watch' | 'forget' | 'folder' | 'group' | 'ungroup' | 'mark' | 'unmark';

/**
 * For machines without a sandbox that does it: a process that is stopped, or busy, notices nothing itself. One small shell for
 * the whole engine, started with the first process it is to watch.
 */
export function createEndGuard(logger: Logger, platform: NodeJS.Platform = process.platform): EndGuard {
  let guard: ChildProcess | undefined;

  function tell(what: Told, which: number | string, mark = ''): void {
    if (which === 0) return; // it could not be started
    if (platform === 'win32') return; // there the host's input ends with the engine, and nothing is ever stopped
    guard ??= start(logger);
    guard.stdin?.write(`${what} ${which} ${mark}\n`);
  }

  return {
    watch: (pid) => tell('watch', pid),
    forget: (pid) => tell('forget', pid),
    watchFolder: (folder) => tell('folder', folder),
    watchGroup: (pid, mark) => tell('group', pid, mark),
    forgetGroup: (pid, mark) => tell('ungroup', pid, mark),
    watchMark: (mark) => tell('mark', mark),
    forgetMark: (mark) => tell('unmark', mark),
  };
}

function start(logger: Logger): ChildProcess {
  const child = spawn('/bin/sh', ['-c', script], {
    ...{ stdio: ['pipe', 'ignore', 'ignore'] as const, env: { PATH: '/usr/bin:/bin' }, detached: true },
  });
  child.on('error', (error) => logger.error(`Workers may outlive a killed engine: ${error.message}`));
  child.stdin?.on('error', () => undefined);
  // Neither may keep the engine's own process from ending.
  child.unref();
  (child.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return child;
}
