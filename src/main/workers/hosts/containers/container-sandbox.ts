import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { HostCommand, PlainCommand } from '../machine/host-command.ts';
import type { Sandbox } from '../machine/sandbox.ts';
import { type Container, dockerArguments, podmanArguments } from './container-arguments.ts';
import { preparePidFile } from './container-place.ts';

/** A program that runs containers, by its path. `ociRuntime`: what podman is told to run them with. */
export type ContainerRuntime = { kind: 'podman' | 'docker'; file: string; ociRuntime?: string };

export type ContainerSandboxParts = {
  runtime: ContainerRuntime;
  nodeBinary: string;
  /** Where its empty root and the files with process ids lie. */
  folder: string;
  /** The mark of this engine. */
  mark: string;
};

/** Of docker, which takes no folder for a root: an image of no files, made here. */
export const emptyImage = 'heron-empty:1';

export function nameOfRuntime({ kind, ociRuntime }: ContainerRuntime): string {
  return ociRuntime === undefined ? kind : `${kind} with ${ociRuntime}`;
}

/** A container a process: the libraries of this machine and the pinned Node on an empty root, and no image. */
export function createContainerSandbox(parts: ContainerSandboxParts): Sandbox {
  const { runtime, nodeBinary } = parts;
  const surroundings = `container (${nameOfRuntime(runtime)})`;
  return {
    kind: 'container',
    missing: undefined,
    command(program): HostCommand {
      const name = `${namePrefix(parts.mark)}${randomUUID()}`;
      const pids = pidFolder(parts);
      const pidFile = join(pids, name);
      const label = labelOf(parts.mark);
      preparePidFile(pidFile);
      const root = runtime.kind === 'podman' ? emptyRoot(parts) : emptyImage;
      const container: Container = { name, pidFile, nodeBinary, root, label, program };
      const args =
        runtime.kind === 'podman' ? podmanArguments(container, runtime.ociRuntime) : dockerArguments(container);
      const inspect = ['inspect', '--format', '{{.State.Pid}}', name];
      return {
        ...runtimeCommand(runtime, args),
        container: {
          pidFile,
          ...(runtime.kind === 'docker' ? { ask: runtimeCommand(runtime, inspect) } : {}),
          end: runtimeCommand(runtime, ['rm', '--force', name]),
        },
      };
    },
    describe: (tier) =>
      tier === 'isolate'
        ? `isolate without Node, in its own process, permission model, ${surroundings}`
        : `own process, permission model, ${surroundings}`,
    health: () => ({
      name: 'containers',
      state: 'ok',
      message: `Workers that the settings send into a container run under ${nameOfRuntime(runtime)}`,
    }),
  };
}

/** On every container of engines with this data folder. */
export function labelOf(mark: string): string {
  return `heron=${mark.slice(0, mark.lastIndexOf(':'))}`;
}

/** Of the containers of one engine. */
export function namePrefix(mark: string): string {
  return `heron-${mark.slice(mark.lastIndexOf(':') + 1)}-`;
}

/** The files with the ids of this engine's containers; whoever outlives the engine reads them. */
export function pidFolder({ folder, mark }: Pick<ContainerSandboxParts, 'folder' | 'mark'>): string {
  const pids = join(folder, mark.replaceAll(/[^\w-]/g, '-'));
  mkdirSync(pids, { recursive: true, mode: 0o700 });
  return pids;
}

export function emptyRoot({ folder }: Pick<ContainerSandboxParts, 'folder'>): string {
  const root = join(folder, 'root');
  mkdirSync(root, { recursive: true, mode: 0o755 });
  return root;
}

/** What the runtime needs to find itself; what the person has set for other containers does not count here. */
const kept = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'TMPDIR', 'XDG_RUNTIME_DIR', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME'],
  ...['DBUS_SESSION_BUS_ADDRESS', 'DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG'],
];

export function runtimeCommand({ kind, file }: ContainerRuntime, args: string[]): PlainCommand {
  const environment = Object.fromEntries(
    kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
  return {
    file,
    args,
    cwd: '/',
    environment: kind === 'podman' ? { ...environment, CONTAINERS_CONF: '/dev/null' } : environment,
  };
}
