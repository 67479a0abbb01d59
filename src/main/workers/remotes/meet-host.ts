import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RemotePlace } from '../../../worker-kit/context.ts';
import { HeronError } from '../../base/errors.ts';
import { type HostKey, type KnownHosts, keysIn } from './known-hosts.ts';
import { aliasOf, knownHostsVariable, sshWords } from './ssh-words.ts';

export type RemoteCommand = { program: 'ssh' | 'rsync'; args: string[]; input: string | null; knownHosts: string };

/** Runs a command to its end and gives what it said on its second output. */
export type RunRemote = (command: RemoteCommand) => Promise<string>;

export type MetHost = { isKnown: boolean; kind: string; fingerprint: string };

/** What a person answers who trusts a key; nothing else will do. */
export function trustAnswer(fingerprint: string): string {
  return `Trust ${fingerprint}`;
}

/**
 * Whether a host's key is kept, and else the key it shows: nobody signs in for that. An answer that names this very key keeps
 * it. Errors: `network`, when the host shows none.
 */
export async function meetHost(
  place: RemotePlace,
  parts: { known: KnownHosts; answer: string | undefined; run: RunRemote },
): Promise<MetHost> {
  if (parts.known.has(aliasOf(place))) return { isKnown: true, kind: '', fingerprint: '' };
  const key = await shownKey(place, parts.run);
  const isKnown = parts.answer === trustAnswer(key.fingerprint);
  if (isKnown) parts.known.add(key);
  return { isKnown, kind: key.kind, fingerprint: key.fingerprint };
}

/** ssh notes it in a file of its own, for this once, and is then turned away. */
async function shownKey(place: RemotePlace, run: RunRemote): Promise<HostKey> {
  const folder = await mkdtemp(join(tmpdir(), 'heron-host-key-'));
  const file = join(folder, 'shown');
  try {
    const args = [...sshWords(place, { learns: true }), '--', addressOf(place), 'true'];
    const said = await run({ program: 'ssh', args, input: null, knownHosts: file });
    const [key] = keysIn(await readFile(file, 'utf8').catch(() => ''));
    if (key) return key;
    const reason = said.trim().split('\n').at(-1)?.slice(0, 300) || 'it shows no key';
    throw new HeronError('network', `${place.host} cannot be reached by SSH: ${reason}`, { host: place.host });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function addressOf({ host, user }: RemotePlace): string {
  return user === undefined ? host : `${user}@${host}`;
}

/** The environment of a command beside what every program gets: the person's agent may sign in for them. */
export function remoteEnvironment({ knownHosts }: RemoteCommand, own: NodeJS.ProcessEnv): Record<string, string> {
  const agent = own['SSH_AUTH_SOCK'];
  return { LC_ALL: 'C', [knownHostsVariable]: knownHosts, ...(agent === undefined ? {} : { SSH_AUTH_SOCK: agent }) };
}
