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
while read -r what which mark; do
  case $what in
    watch) pids="$pids$which " ;;
    forget) pids="\${pids%% $which *} \${pids#* $which }" ;;
    folder) folder="$which\${mark:+ $mark}" ;;
    group) groups="$groups$which/$mark " ;;
    ungroup) groups="\${groups%% $which/$mark *} \${groups#* $which/$mark }" ;;
  esac
done
for pid in $pids; do kill -9 "$pid"; done
for each in $groups; do kill -9 "-\${each%/*}"; done
for each in $groups; do
  mark=\${each#*/}
  for file in /proc/[0-9]*/environ; do
    if grep -qs "$mark" "$file"; then
      pid=\${file#/proc/}
      kill -9 "\${pid%/environ}"
    fi
  done
  ls -l /proc/[0-9]*/fd | while read -r line; do
    case $line in
      /proc/*) pid=\${line#/proc/} ;;
      *"$mark"*) kill -9 "\${pid%%/*}" ;;
    esac
  done
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

/**
 * For machines without a sandbox that does it: a process that is stopped, or busy, notices nothing itself. One small shell for
 * the whole engine, started with the first process it is to watch.
 */
export function createEndGuard(logger: Logger, platform: NodeJS.Platform = process.platform): EndGuard {
  let guard: ChildProcess | undefined;

  function tell(what: 'watch' | 'forget' | 'folder' | 'group' | 'ungroup', which: number | string, mark = ''): void {
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
