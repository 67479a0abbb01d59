import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { attempt, type HostCommand, type Outcome } from '../machine/host-command.ts';
import { realPath, type Sandbox } from '../machine/sandbox.ts';
import { forgetPidFile } from './container-place.ts';
import {
  type ContainerRuntime,
  type ContainerSandboxParts,
  createContainerSandbox,
  emptyImage,
  nameOfRuntime,
  runtimeCommand,
} from './container-sandbox.ts';

/** The programs that run containers, where they are there. */
export type ContainerPrograms = { podman?: string; docker?: string };

export type FoundContainer = { sandbox: Sandbox; runtime: ContainerRuntime };

export type Search = Omit<ContainerSandboxParts, 'runtime'> & { programs: ContainerPrograms };

const places = ['/usr/bin', '/usr/local/bin', '/bin', '/run/current-system/sw/bin'];
const trialMs = 30_000;

export function containerPrograms(platform: NodeJS.Platform = process.platform): ContainerPrograms {
  if (platform !== 'linux') return {}; // elsewhere containers run in a machine of their own, without these files
  const find = (name: string): string | undefined =>
    places.map((place) => `${place}/${name}`).find((file) => existsSync(file));
  const [podman, docker] = [find('podman'), find('docker')];
  return { ...(podman ? { podman } : {}), ...(docker ? { docker } : {}) };
}

/** Tries the runtimes with the very Node that will run in them, and gives the first that works, or why none does. */
export async function findContainer(search: Search): Promise<FoundContainer | { missing: string }> {
  const given = { ...search, nodeBinary: realPath(search.nodeBinary) };
  const failures: string[] = [];
  for (const runtime of candidates(search.programs)) {
    const sandbox = createContainerSandbox({ ...given, runtime });
    const why = (await prepare(runtime)) ?? (await trial(sandbox));
    if (why === undefined) return { sandbox, runtime };
    failures.push(`${nameOfRuntime(runtime)} starts none (${why})`);
  }
  return { missing: failures.length > 0 ? failures.join(', ') : absence(process.platform) };
}

function absence(platform: NodeJS.Platform): string {
  return platform === 'linux' ? 'this machine has neither podman nor docker' : 'containers for workers need Linux';
}

/** What podman itself would take comes first: the best its distribution has. Where control groups are of both versions, only runc works. */
function candidates({ podman, docker }: ContainerPrograms): ContainerRuntime[] {
  const podmans: Pick<ContainerRuntime, 'ociRuntime'>[] = [{}, { ociRuntime: 'crun' }, { ociRuntime: 'runc' }];
  return [
    ...(podman ? podmans.map((with_) => ({ kind: 'podman', file: podman, ...with_ }) as const) : []),
    ...(docker ? [{ kind: 'docker', file: docker } as const] : []),
  ];
}

async function trial(sandbox: Sandbox): Promise<string | undefined> {
  const { container, ...command }: HostCommand = sandbox.command({
    flags: ['--permission', '--print'],
    script: 'process.version',
    readable: [],
    folder: '/tmp',
  });
  const outcome = await attempt(command, trialMs);
  if (container) forgetPidFile(container);
  return outcome.output?.startsWith('v') ? undefined : whyNot(outcome);
}

/** Docker has no root of its own to mount on: it gets an image of an archive without files. */
async function prepare(runtime: ContainerRuntime): Promise<string | undefined> {
  if (runtime.kind === 'podman') return undefined;
  const known = await attempt(runtimeCommand(runtime, ['image', 'inspect', emptyImage]));
  return known.output === undefined ? importEmptyImage(runtime) : undefined;
}

const emptyArchive = Buffer.alloc(1024);

function importEmptyImage(runtime: ContainerRuntime): Promise<string | undefined> {
  const { file, args, environment, cwd } = runtimeCommand(runtime, ['import', '-', emptyImage]);
  return new Promise((resolve) => {
    const child = spawn(file, args, { env: environment, cwd, stdio: ['pipe', 'ignore', 'pipe'], timeout: trialMs });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (words += text));
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? undefined : lastLine(words) || `exit code ${code}`));
    child.stdin.on('error', () => undefined); // `close` tells
    child.stdin.end(emptyArchive);
  });
}

function whyNot({ error, words }: Outcome): string {
  return lastLine(words || error || '') || 'no answer';
}

/** What went wrong stands last, after the command and what it warned of. */
function lastLine(text: string): string {
  const line = text.trim().split('\n').at(-1) ?? '';
  return line
    .replace(/^(Error|docker): /, '')
    .replace(/\.$/, '')
    .slice(0, 200);
}
