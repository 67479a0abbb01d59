import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { createPathRules } from '../main/workers/broker/paths/path-rules.ts';
import { createKnownHosts } from '../main/workers/remotes/known-hosts.ts';
import { meetHost, type RemoteCommand, remoteEnvironment } from '../main/workers/remotes/meet-host.ts';
import { protectedBelow } from '../main/workers/remotes/protected-below.ts';
import { rsyncCommand } from '../main/workers/remotes/rsync-command.ts';
import type { WorkerFiles, WorkerRemotes } from './context.ts';
import { toShellProcess } from './fake-shell.ts';
import { WorkerFailure } from './failure.ts';

export type FakeRemotes = {
  /** The file that keeps the keys of hosts. */
  knownHosts: string;
  /** What ssh inherits, such as the socket of an agent. */
  environment?: NodeJS.ProcessEnv;
};

type Parts = {
  given: FakeRemotes | undefined;
  files: WorkerFiles;
  hosts: string[];
  answer: string | undefined;
  signal: AbortSignal;
};

/** Real ssh and rsync, told what the broker tells them; permissions are lists. */
export function fakeRemotes({ given, files, hosts, answer, signal }: Parts): WorkerRemotes {
  const { knownHosts = '/nowhere', environment = {} } = given ?? {};
  const demand = (host: string): void => {
    if (hosts.includes(host)) return;
    const details = { capability: 'net', target: host };
    throw new WorkerFailure('permission-denied', `The worker may not reach ${host}`, details);
  };
  const start = async (command: RemoteCommand): Promise<ChildProcessWithoutNullStreams> => {
    const own = { ...process.env, ...environment };
    const child = spawn(command.program, command.args, { env: { ...own, ...remoteEnvironment(command, own) }, signal });
    child.on('error', () => undefined);
    await once(child, 'spawn').catch(() => {
      throw new WorkerFailure('not-found', `There is no program ${command.program}`, { program: command.program });
    });
    child.stdin.on('error', () => undefined).end(command.input ?? '');
    return child;
  };
  return {
    async meet(place) {
      demand(place.host);
      const run = async (command: RemoteCommand): Promise<string> => text((await start(command)).stderr);
      return meetHost(place, { known: createKnownHosts(knownHosts), answer, run }).catch(asFailure);
    },
    async sync(wish) {
      demand(wish.place.host);
      // The fake files know what may be touched.
      if (wish.direction === 'from' && !wish.dryRun) await files.makeFolder(wish.folder);
      else await files.status(wish.folder);
      const rules = createPathRules({ protectedFolders: [], homeFolder: '/nowhere' });
      const left = wish.direction === 'to' ? await protectedBelow(wish.folder, rules, signal) : [];
      const child = await start(rsyncCommand(wish, left, knownHosts));
      return Object.assign(
        toShellProcess(child, () => notDetachable()),
        { left },
      );
    },
  };
}

function notDetachable(): never {
  throw new WorkerFailure('unsupported', 'rsync ends with its call');
}

function asFailure(error: unknown): never {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error;
  throw new WorkerFailure(error.code, error.message);
}
