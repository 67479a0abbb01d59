import { fail, type WorkerContext } from 'heron/worker-kit';
import { isOf } from './service.ts';

/** What lets a container out of its walls, by the names that the settings grant it by. */
export type Dangers = { privileged: boolean; 'host-network': boolean; 'host-pid': boolean };

const inWords: Record<keyof Dangers, string> = {
  privileged: 'all rights over this machine',
  'host-network': 'the network of this machine',
  'host-pid': 'the processes of this machine',
};

/** Errors: `invalid-input` naming what the settings do not grant. */
export function refuseDangers(context: WorkerContext, dangers: Partial<Dangers>, place = ''): void {
  const { granted } = context.settings;
  for (const name of Object.keys(inWords) as (keyof Dangers)[]) {
    if (!dangers[name] || (Array.isArray(granted) && granted.includes(name))) continue;
    const message = `${place}The container would get ${inWords[name]}; who wants that grants ${name} in the settings of this worker`;
    fail('invalid-input', message, { danger: name });
  }
}

/** Folders of the system: what is mounted from them is the machine itself. */
const system =
  /^\/(bin|boot|dev|etc|lib|lib32|lib64|libx32|proc|root|run|sbin|sys|usr|System|Library|private\/(etc|var)|var\/(lib|run|lock|log|spool|cache|db)|snap|opt|nix)(\/|$)/;
/** A home folder as a whole. */
const home = /^(\/home\/[^/]+|\/Users\/[^/]+|\/var\/home\/[^/]+|[A-Za-z]:[\\/]Users[\\/][^\\/]+)$/;
/** What a folder with keys is known by, and what the root of a system or a folder of its sockets is. */
const keys = ['.ssh', '.gnupg', '.aws', '.azure', '.kube', '.docker', '.password-store', '.netrc', '.config'];
const ofRoot = [
  ['proc', 'sys', 'etc'],
  ['passwd', 'shadow'],
];

/**
 * Sees to it that a container is shown no disk, no home folder, nothing of the system and no socket. Errors: `invalid-input`,
 * `not-found`, permission codes.
 */
export async function refuseMount(context: WorkerContext, source: string, field: string): Promise<void> {
  const refuse = (why: string): never =>
    fail('invalid-input', `${field}: ${source} ${why}, so no container is shown it`, { field, path: source });
  const why = whyWithheld(source);
  if (why !== undefined) refuse(why);
  const plain = withoutEnd(source);
  const status = await context.files.status(source);
  if (!status) return fail('not-found', `${field}: there is nothing at ${source}`, { field, path: source });
  if (status.kind === 'other') refuse('is a socket or device');
  if (status.kind === 'folder') await lookInto(context, plain, refuse);
}

/** Why no container is to see what lies at a path, where its name says so. */
export function whyWithheld(source: string): string | undefined {
  const parts = source.split(/[\\/]/);
  if (parts.includes('..') || parts.includes('.')) return 'is not written out';
  const plain = withoutEnd(source);
  if (/^(\/[^/]*|[A-Za-z]:)$/.test(plain)) return 'is the disk, or lies right below it';
  if (system.test(plain)) return 'belongs to the system';
  return home.test(plain) ? 'is a home folder' : undefined;
}

function withoutEnd(source: string): string {
  return source.replace(/(?<=.)[\\/]+$/, '');
}

/** A link may lead elsewhere than its name says: what is in the folder tells what it is. */
async function lookInto(context: WorkerContext, folder: string, refuse: (why: string) => never): Promise<void> {
  const names = new Set<string>();
  for await (const { name, kind } of context.files.list(folder)) {
    if (kind === 'other') refuse(`holds a socket or device (${name})`);
    names.add(name);
  }
  const key = keys.find((name) => names.has(name));
  if (key !== undefined) refuse(`holds ${key}, where keys are kept`);
  if (ofRoot.some((all) => all.every((name) => names.has(name)))) refuse('belongs to the system');
}

/** Reading it is refused by a rule, whoever asks: it holds keys. */
export function isWithheld(error: unknown): boolean {
  return isOf(error, 'permission-denied');
}
