import { existsSync, lstatSync } from 'node:fs';
import { getegid, geteuid } from 'node:process';
import { leastEnvironment, nodeArguments, type SandboxedProgram } from '../machine/sandbox.ts';

export type Container = {
  name: string;
  pidFile: string;
  nodeBinary: string;
  /** An empty folder (podman), or an image without files (docker). */
  root: string;
  /** The engine it belongs to. */
  label: string;
  program: SandboxedProgram;
};

/** What podman and docker understand alike: no network, no rights, nothing to write on, nothing of the disk but what is mounted. */
function walls({ nodeBinary, program, label, name }: Container): string[] {
  return [
    ['--rm', '--interactive', '--name', name, '--label', label, '--stop-signal', 'SIGKILL'],
    ['--network', 'none', '--hostname', 'worker', '--log-driver', 'none'],
    ['--read-only', '--tmpfs', '/tmp:rw,nosuid,nodev,size=64m', '--tmpfs', '/sys:ro,size=4k'],
    ['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--security-opt', 'label=disable'],
    ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=4096:4096', '--ulimit', 'core=0:0'],
    Object.entries(leastEnvironment()).flatMap(([variable, value]) => ['--env', `${variable}=${value ?? ''}`]),
    [...libraries(), nodeBinary, ...program.readable].flatMap(readOnly),
    ['--workdir', program.folder],
  ].flat();
}

export function podmanArguments(container: Container, ociRuntime: string | undefined): string[] {
  return [
    ...(ociRuntime === undefined ? [] : ['--runtime', ociRuntime]),
    ...['--events-backend', 'none', 'run', ...walls(container), '--pidfile', container.pidFile],
    // What podman would add by itself.
    ...['--read-only-tmpfs=false', '--unsetenv-all', '--http-proxy=false', '--no-hosts', '--systemd=false'],
    ...['--rootfs', container.root, ...commandOf(container)],
  ];
}

/** As the user of the engine, whose signals then reach it. */
export function dockerArguments(container: Container): string[] {
  const user = `${geteuid?.() ?? 0}:${getegid?.() ?? 0}`;
  return ['run', ...walls(container), '--user', user, container.root, ...commandOf(container)];
}

function commandOf({ nodeBinary, program }: Container): string[] {
  return [nodeBinary, ...nodeArguments(program)];
}

/** The names programs look for libraries under; a link among them is mounted as the folder it leads to. */
function libraries(): string[] {
  const names = ['/usr/lib', '/usr/lib32', '/usr/lib64', '/lib', '/lib32', '/lib64', '/etc/ld.so.cache'];
  return names.filter((name) => lstatSync(name, { throwIfNoEntry: false }));
}

function readOnly(path: string): string[] {
  if (!existsSync(path)) return [];
  // The fields are those of a CSV line, so that a path may hold commas.
  const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;
  return ['--mount', `type=bind,${quoted(`source=${path}`)},${quoted(`target=${path}`)},readonly`];
}
