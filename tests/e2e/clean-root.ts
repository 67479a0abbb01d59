import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { run, type Outcome } from '../../scripts/processes.ts';
import { isProgram, placesOnPath } from '../../src/main/base/program-path.ts';

/** A fresh Debian in a folder, with nothing of this machine's but its network. */
export type CleanRoot = {
  path: string;
  /** Runs a shell script in it, with `/proc` and `/dev` for as long as that takes. */
  run(script: string, environment?: Record<string, string>): Promise<Outcome>;
  /** Puts a file into its `/root`. */
  bring(file: string): string;
  remove(): void;
};

const release = 'bookworm';
/** What is thrown away afterwards need not be safe on the disk. */
const quickly = ['--dpkgopt=force-unsafe-io', '--aptopt=Acquire::Languages "none"'];
const limitMs = 600_000;

/** Why there can be no clean root here; undefined where there can. */
export function noCleanRoot(): string | undefined {
  if (process.platform !== 'linux') return 'only Linux has chroot';
  if (process.getuid?.() !== 0) return 'chroot needs root';
  const missing = ['mmdebstrap', 'unshare', 'chroot', 'dpkg-deb'].filter(
    (name) => !placesOnPath([name], process.env).some(isProgram),
  );
  return missing.length > 0 ? `${missing.join(', ')} is not installed` : undefined;
}

/** Errors: mmdebstrap's own words, for example when no mirror answers. */
export async function makeCleanRoot(): Promise<CleanRoot> {
  const path = mkdtempSync(join(tmpdir(), 'heron-root-'));
  const made = await run('mmdebstrap', ['--variant=apt', '--quiet', ...quickly, release, path], { timeoutMs: limitMs });
  const remove = (): void => rmSync(path, { recursive: true, force: true });
  if (made.code !== 0) {
    remove();
    throw new Error(`mmdebstrap made no ${release}: ${made.stderr.trim()}`);
  }
  return {
    path,
    run: (script, environment = {}) => inside(path, script, environment),
    bring(file) {
      cpSync(file, join(path, 'root', basename(file)));
      return `/root/${basename(file)}`;
    },
    remove,
  };
}

/** What is mounted there is gone with the process that wanted it. */
function inside(root: string, script: string, environment: Record<string, string>): Promise<Outcome> {
  const mounts = 'mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && exec chroot "$1" /bin/sh -ec "$2"';
  return run('unshare', ['--mount', '--pid', '--fork', '--kill-child', '/bin/sh', '-ec', mounts, 'sh', root, script], {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', DEBIAN_FRONTEND: 'noninteractive', ...environment },
    timeoutMs: limitMs,
  });
}
