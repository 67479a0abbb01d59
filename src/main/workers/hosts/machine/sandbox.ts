import { existsSync, realpathSync } from 'node:fs';
import { parse } from 'node:path';
import type { Health } from '../../../../contract/health.ts';
import type { Tier } from '../../../../contract/manifest.ts';
import { emptyRoom, toRead } from './empty-room.ts';
import { attempt, attemptFiltered, filterFile, type HostCommand, type Outcome } from './host-command.ts';
import { temporaryMb } from './temporary-folder.ts';
import { syscallFilter } from './syscall-filter.ts';

/** What to run on Node; `readable` are the only files and folders it may see. */
export type SandboxedProgram = {
  flags: string[];
  script: string;
  readable: string[];
  folder: string;
  /** Where it may write. */
  writable?: string | undefined;
  /** It looks at no clock: finding the time zone would take a tenth of a start. */
  isTrial?: boolean;
};

/** What this machine has to hold a worker's process in. */
export type Sandbox = {
  kind: 'bubblewrap' | 'none' | 'container';
  /** Why a tier cannot be had here; undefined when it can. */
  missing: string | undefined;
  /** Where a host may write: a folder of the room, or one on the disk that is made for it. Absent: nowhere. */
  temporary?: string | undefined;
  command: (program: SandboxedProgram) => HostCommand;
  describe: (tier: Tier) => string;
  health: () => Health['components'][number];
};

export type SandboxParts = { nodeBinary: string; bubblewrap?: string | undefined };

/** In rooms and containers, a file system of its own that goes with them. */
export const roomFolder = '/tmp';

/** Instead of a path: one is made for each process. */
export const onDisk = 'on disk';

const placesOfBubblewrap = ['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/bin/bwrap', '/run/current-system/sw/bin/bwrap'];

export function findBubblewrap(platform: NodeJS.Platform = process.platform): string | undefined {
  return platform === 'linux' ? placesOfBubblewrap.find((place) => existsSync(place)) : undefined;
}

/** Tries the sandbox with the very Node that will run in it: a sandbox that is installed may still be forbidden. */
export async function probeSandbox(parts: SandboxParts): Promise<Sandbox> {
  const nodeBinary = realPath(parts.nodeBinary);
  const trial: SandboxedProgram = {
    flags: ['--permission', '--print'],
    script: 'process.version',
    readable: [],
    folder: '/',
    isTrial: true,
  };
  if (parts.bubblewrap) {
    const filter = syscallFilter();
    const means = { nodeBinary, bubblewrap: parts.bubblewrap };
    // Bubblewrap before 0.8 cannot bound what is written in a room, so there nothing is.
    for (const isBounded of [true, false]) {
      const filtered = createSandbox('bubblewrap', { ...means, filter, isBounded });
      if (filter && isVersion(await attemptFiltered(filtered.command(trial)))) return filtered;
      const sandbox = createSandbox('bubblewrap', { ...means, isBounded });
      if (isVersion(await attempt(sandbox.command(trial)))) return sandbox;
    }
  }
  const outcome = await attempt({
    file: nodeBinary,
    args: ['--print', 'process.version'],
    environment: {},
    cwd: rootOf(nodeBinary),
  });
  return createSandbox('none', { nodeBinary, missing: missingWithoutSandbox(outcome, nodeBinary) });
}

function isVersion({ output }: Outcome): boolean {
  return output?.startsWith('v') ?? false;
}

/** Before version 25 the permission model leaves the network open. */
function missingWithoutSandbox(outcome: Outcome, nodeBinary: string): string | undefined {
  const major = Number(/^v(\d+)\./.exec(outcome.output ?? '')?.[1]);
  if (Number.isNaN(major))
    return `the Node for workers does not start: ${nodeBinary} (${outcome.error ?? 'no answer'})`;
  if (major < 25)
    return `nothing here denies workers the network: Node 25 or bubblewrap is needed, this is Node ${major}`;
  return undefined;
}

type SandboxMeans = {
  nodeBinary: string;
  bubblewrap?: string;
  filter?: Uint8Array | undefined;
  /** Of what is written in the room. */
  isBounded?: boolean;
  missing?: string | undefined;
};

function createSandbox(kind: 'bubblewrap' | 'none', means: SandboxMeans): Sandbox {
  const { nodeBinary, bubblewrap = '', filter, isBounded = false, missing } = means;
  const cwd = rootOf(nodeBinary);
  const surroundings = kind === 'bubblewrap' ? ', bubblewrap' : '';
  return {
    kind,
    missing,
    temporary: kind === 'none' ? onDisk : isBounded ? roomFolder : undefined,
    command(program) {
      const node = [nodeBinary, ...nodeArguments(program)];
      if (kind === 'none') return { file: nodeBinary, args: node.slice(1), environment: bareEnvironment(program), cwd };
      const filtering = filter ? ['--seccomp', String(filterFile)] : [];
      const args = [...bubblewrapArguments(nodeBinary, program, isBounded), ...filtering, '--', ...node];
      return { file: bubblewrap, args, environment: {}, cwd, ...(filter ? { filter } : {}) };
    },
    describe: (tier) =>
      tier === 'isolate'
        ? `isolate without Node, in its own process, permission model${surroundings}`
        : `own process, permission model${surroundings}`,
    health() {
      const name = 'worker sandbox';
      if (missing) return { name, state: 'failed', message: `No worker can run: ${missing}` };
      if (kind === 'bubblewrap') {
        const message = 'Workers run in their own processes, in bubblewrap and under the permission model of Node';
        return {
          name,
          state: 'ok',
          message: filter ? message : `${message}; their system calls are not filtered here`,
        };
      }
      const message =
        'Workers run in their own processes under the permission model of Node; this machine gives no further sandbox';
      return { name, state: process.platform === 'linux' ? 'degraded' : 'ok', message };
    },
  };
}

export function nodeArguments(program: SandboxedProgram): string[] {
  const readable = program.readable.map((path) => `--allow-fs-read=${path}`);
  const writable = program.writable === undefined ? [] : writableFlags(program.writable);
  return [...program.flags, ...readable, ...writable, program.script];
}

function writableFlags(folder: string): string[] {
  return [`--allow-fs-read=${folder}`, `--allow-fs-write=${folder}`];
}

/** Where programs look for the folder that the system has for all of them. */
function bareEnvironment({ writable }: SandboxedProgram): NodeJS.ProcessEnv {
  const place = writable === undefined ? {} : { TMPDIR: writable, TEMP: writable, TMP: writable };
  return { ...leastEnvironment(), ...place };
}

/** The time zone is the person's; nothing else of the engine's environment is a worker's business. */
export function leastEnvironment(): NodeJS.ProcessEnv {
  const { SystemRoot } = process.env;
  const zone = { TZ: Intl.DateTimeFormat().resolvedOptions().timeZone };
  return process.platform === 'win32' ? { ...zone, SystemRoot } : zone;
}

function bubblewrapArguments(nodeBinary: string, program: SandboxedProgram, isBounded: boolean): string[] {
  const room = emptyRoom(program.isTrial ? {} : leastEnvironment());
  const bound = isBounded ? ['--size', String(temporaryMb * 1024 * 1024)] : [];
  return [
    ...room,
    ...bound,
    '--tmpfs',
    roomFolder,
    ...toRead([nodeBinary, ...program.readable]),
    '--chdir',
    program.folder,
  ];
}

export function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

export function rootOf(path: string): string {
  return parse(path).root || '/';
}
