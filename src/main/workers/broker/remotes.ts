import { tmpdir } from 'node:os';
import { z } from 'zod';
import { strictObject } from '../../../contract/strict-object.ts';
import type { RemotePlace, RemoteSync } from '../../../worker-kit/context.ts';
import { HeronError } from '../../base/errors.ts';
import { meetHost, type RemoteCommand, remoteEnvironment } from '../remotes/meet-host.ts';
import { protectedBelow } from '../remotes/protected-below.ts';
import { rsyncCommand } from '../remotes/rsync-command.ts';
import { aliasOf } from '../remotes/ssh-words.ts';
import type { BrokerCall } from './broker-call.ts';
import { allowFile } from './file-access.ts';
import { method } from './method.ts';
import { Path } from './parameters.ts';
import { canonicalPath } from './paths/canonical-path.ts';
import { cleanEnvironment } from './programs/clean-environment.ts';
import { findProgram } from './programs/find-program.ts';
import type { RunningProgram } from './programs/running-program.ts';
import { runningProgram } from './shell.ts';

/** Of what ssh says when it is turned away. */
const mostSaid = 64 * 1024;

const placeFields = () => ({
  host: z.string().regex(/^[A-Za-z0-9_:][A-Za-z0-9_.:-]{0,252}$/, 'expected a host'),
  port: z.int().min(1).max(65_535),
  user: z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/, 'expected the name of a user')
    .optional(),
});

const Plain = z.string().regex(/^\P{Cc}*$/u, 'a line break or other control character cannot stand there');

const meet = method('remotes.meet', {
  parameters: strictObject(placeFields),
  async run(call, place) {
    await allowHost(call, 'remotes.meet', place);
    const run = (command: RemoteCommand): Promise<string> => saidBy(call, command);
    const met = await meetHost(place, { known: call.knownHosts, answer: call.scope.answer, run });
    return { value: met };
  },
});

const sync = method('remotes.sync', {
  parameters: strictObject(() => ({
    place: strictObject(placeFields),
    direction: z.enum(['to', 'from']),
    folder: Path,
    remoteFolder: Plain.min(1).max(4096),
    compare: Path.optional(),
    exclude: z.array(Plain.min(1).max(500)).max(200),
    delete: z.boolean(),
    checksum: z.boolean(),
    dryRun: z.boolean(),
    mostRemoved: z.int().min(0).max(1_000_000).optional(),
  })),
  async run(call, wish) {
    let left: string[] = [];
    const { handle, thing } = await call.handles.open(runningProgram, async () => {
      const allowed = await allowSync(call, wish);
      ({ left } = allowed);
      return start(call, rsyncCommand(allowed.wish, left, call.knownHosts.file));
    });
    return { value: { handle, pid: thing.pid, left } };
  },
});

/** No address is judged: what a name leads to must show the key that the person has said yes to, wherever it is. */
async function allowHost(
  call: BrokerCall,
  operation: 'remotes.meet' | 'remotes.sync',
  { host, port, user }: RemotePlace,
): Promise<void> {
  const target = host.toLowerCase();
  const detail = `SSH to ${user === undefined ? '' : `${user}@`}${target}, port ${port}`;
  await call.access.allow(operation, { capability: 'net', target, detail });
}

/** Judges all that is touched, and gives the wish with canonical folders. */
async function allowSync(call: BrokerCall, wish: RemoteSync): Promise<{ wish: RemoteSync; left: string[] }> {
  const { place, direction, dryRun } = wish;
  await allowHost(call, 'remotes.sync', place);
  if (!call.knownHosts.has(aliasOf(place))) {
    throw new HeronError('conflict', `The key of ${place.host} is not known; meet it first`, { host: place.host });
  }
  const capability = direction === 'from' && !dryRun ? 'files.write' : 'files.read';
  const asked = { operation: 'remotes.sync', means: 'target' } as const;
  const folder = await allowFile(call, { ...asked, capability, path: wish.folder });
  const compare =
    wish.compare === undefined
      ? undefined
      : await allowFile(call, { ...asked, capability: 'files.read', path: wish.compare });
  const left = direction === 'to' ? await protectedBelow(folder, call.pathRules, call.signal) : [];
  await call.noteAnswer({ host: place.host.toLowerCase(), url: `ssh://${aliasOf(place)}/` });
  return { wish: { ...wish, folder, compare }, left };
}

async function start(call: BrokerCall, command: RemoteCommand): Promise<RunningProgram> {
  const environment = cleanEnvironment(call.environment);
  const found = findProgram(command.program, environment['PATH'] ?? '');
  const cwd = await canonicalPath(tmpdir());
  call.signal.throwIfAborted();
  return call.programs.start({
    path: found.path,
    calledAs: found.calledAs,
    args: command.args,
    ...{ cwd, cwdName: cwd, input: command.input },
    environment: { ...environment, ...remoteEnvironment(command, call.environment) },
  });
}

async function saidBy(call: BrokerCall, command: RemoteCommand): Promise<string> {
  const running = await start(call, command);
  let said = '';
  for (;;) {
    const step = await running.next();
    if (!('stream' in step)) return said;
    if (step.stream === 'stderr' && said.length < mostSaid) said += Buffer.from(step.bytes).toString();
  }
}

export const remoteMethods = [meet, sync];
