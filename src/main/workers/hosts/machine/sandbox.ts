import { existsSync, realpathSync } from 'node:fs';
import { parse } from 'node:path';
import type { Health } from '../../../../contract/health.ts';
import type { Tier } from '../../../../contract/manifest.ts';
import { emptyRoom, toRead } from './empty-room.ts';
import { attempt, attemptFiltered, filterFile, type HostCommand, type Outcome } from './host-command.ts';
import { syscallFilter } from './syscall-filter.ts';

/** What to run on Node; `readable` are the only files and folders it may see. */
export type SandboxedProgram = {
  flags: string[];
  script: string;
  readable: string[];
  folder: string;
  /** It looks at no clock: finding the time zone would take a tenth of a start. */
  isTrial?: boolean;
};

/** What this machine has to hold a worker's process in. */
export type Sandbox = {
  kind: 'bubblewrap' | 'none' | 'container';
  /** Why a tier cannot be had here; undefined when it can. */
  missing: string | undefined;
  command: (program: SandboxedProgram) => HostCommand;
  describe: (tier: Tier) => string;
  health: () => Health['components'][number];
};

export type SandboxParts = { nodeBinary: string; bubblewrap?: string | undefined };

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
    const filtered = createSandbox('bubblewrap', { nodeBinary, bubblewrap: parts.bubblewrap, filter });
    if (filter && isVersion(await attemptFiltered(filtered.command(trial)))) return filtered;
    const sandbox = createSandbox('bubblewrap', { nodeBinary, bubblewrap: parts.bubblewrap });
    if (isVersion(await attempt(sandbox.command(trial)))) return sandbox;
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
  missing?: string | undefined;
};

function createSandbox(kind: 'bubblewrap' | 'none', means: SandboxMeans): Sandbox {
  const { nodeBinary, bubblewrap = '', filter, missing } = means;
  const cwd = rootOf(nodeBinary);
  const surroundings = kind === 'bubblewrap' ? ', bubblewrap' : '';
  return {
    kind,
    missing,
    command(program) {
      const node = [nodeBinary, ...nodeArguments(program)];
      if (kind === 'none') return { file: nodeBinary, args: node.slice(1), environment: leastEnvironment(), cwd };
      const filtering = filter ? ['--seccomp', String(filterFile)] : [];
      const args = [...bubblewrapArguments(nodeBinary, program), ...filtering, '--', ...node];
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
  return [...program.flags, ...readable, program.script];
}

/** The time zone is the person's; nothing else of the engine's environment is a worker's business. */
export function leastEnvironment(): NodeJS.ProcessEnv {
  const { SystemRoot } = process.env;
  const zone = { TZ: Intl.DateTimeFormat().resolvedOptions().timeZone };
  return process.platform === 'win32' ? { ...zone, SystemRoot } : zone;
}

function bubblewrapArguments(nodeBinary: string, program: SandboxedProgram): string[] {
  const room = emptyRoom(program.isTrial ? {} : leastEnvironment());
  return [...room, '--tmpfs', '/tmp', ...toRead([nodeBinary, ...program.readable]), '--chdir', program.folder];
}

export function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

export function rootOf(path: string): string {
  return parse(path).root || '/';
}
