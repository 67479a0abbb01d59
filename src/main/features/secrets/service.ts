import type { Manifest } from '../../../contract/manifest.ts';
import type { LengthClass, Secret, Vault } from '../../../contract/secrets.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { UseSecret } from '../../workers/broker/secrets/use-secret.ts';
import type { SignInVault } from '../../workers/mcp/sign-in/kept-sign-in.ts';
import type { OldKeyFile } from './old-key-file.ts';
import type { SecretStore, StoredSecret } from './store.ts';
import type { SecretVault, VaultEntry } from './vault/vault.ts';

export type SecretParts = {
  vault: SecretVault;
  store: SecretStore;
  events: EventLog;
  clock: Clock;
  /** The workers that are loaded now. */
  manifests: () => Manifest[];
  oldKeys: OldKeyFile;
};

export type ModelSecret = { origin: string; key: string };

export type SecretService = {
  /** Kept ones and wanted ones, by name. */
  list(): Secret[];
  /** Errors: `conflict` while the vault is not open, `invalid-input` for Heron's own. */
  set(input: { name: string; value: string; hosts?: string[] | undefined }): Promise<Secret>;
  /** Errors: `not-found`. */
  remove(name: string): Promise<void>;
  vault(): Vault;
  unlock(passphrase: string): Promise<Vault>;
  protect(to: { by: 'keychain' } | { by: 'passphrase'; passphrase: string }, current?: string): Promise<Vault>;
  /** What the broker puts into a worker's request. Never leaves the engine but there. */
  use: UseSecret;
  /** The keys to servers of models, by account; they are among the secrets. The one of no account is what an older Heron kept. */
  modelKeys: {
    read(account?: string): ModelSecret | undefined;
    write(account: string | undefined, key: ModelSecret | undefined): Promise<void>;
  };
  /** What was given for MCP servers where one signs in, by the server's name. */
  signIns: SignInVault;
  /** Takes over what an older Heron kept in a file of its own, if the vault is open. */
  adoptOldKeys(): Promise<void>;
};

/** A worker may use a secret many times a second; each write waits for the disk. */
const notedEveryMs = 60_000;

/** How the names of the keys of models begin; no worker gets one. */
const modelKeyName = 'model-api-key';

function nameOfKey(account: string | undefined): string {
  return account === undefined ? modelKeyName : `${modelKeyName}-${account}`;
}

/** How the names of sign-ins at MCP servers begin; the engine alone uses them. */
const signInName = 'mcp-sign-in-';

function kindOf(name: string): Secret['kind'] {
  if (name.startsWith(signInName)) return 'sign-in';
  return isModelKey(name) ? 'model' : 'worker';
}

export function isModelKey(name: string): boolean {
  return name === modelKeyName || name.startsWith(`${modelKeyName}-`);
}

export function createSecrets(parts: SecretParts): SecretService {
  const { vault, events } = parts;
  return {
    list: () => listSecrets(parts),
    async set({ name, value, hosts }) {
      if (isModelKey(name)) {
        throw new HeronError('invalid-input', `name: ${name} is the model's key; set it with the model`);
      }
      if (kindOf(name) === 'sign-in') {
        throw new HeronError('invalid-input', `name: ${name} is a sign-in at an MCP server; sign in there`);
      }
      const wanted = wantedBy(parts.manifests(), name).flatMap((need) => need.hosts);
      const meant = hosts ?? vault.get(name)?.hosts ?? wanted;
      await keep(parts, name, 'worker', { value, hosts: [...new Set(meant)] });
      return describe(parts, name);
    },
    async remove(name) {
      if (!knownNames(parts).includes(name)) throw new HeronError('not-found', `There is no secret ${name}`);
      await forget(parts, name);
    },
    vault: () => vault.status(),
    async unlock(passphrase) {
      await vault.unlock(passphrase);
      await events.append([{ type: 'vault.unlocked', payload: {} }]);
      await adoptOldKeys(parts);
      return vault.status();
    },
    async protect(to, current) {
      await vault.protect(to.by === 'keychain' ? 'keychain' : { passphrase: to.passphrase }, current);
      const { protection } = vault.status();
      await events.append([{ type: 'vault.protected', payload: { protection } }]);
      return vault.status();
    },
    use: createUse(parts),
    modelKeys: {
      read: (account) => readModelKey(parts, account),
      write: (account, key) => writeModelKey(parts, account, key),
    },
    signIns: {
      read: (server) => vault.get(signInName + server)?.value,
      async write(server, given) {
        const name = signInName + server;
        if (given) await keep(parts, name, 'sign-in', { value: given.value, hosts: [given.host] });
        else if (knownNames(parts).includes(name)) await forget(parts, name);
      },
    },
    adoptOldKeys: () => adoptOldKeys(parts),
  };
}

function knownNames({ store, vault }: SecretParts): string[] {
  return [...new Set([...store.all().map(({ name }) => name), ...vault.names()])];
}

async function keep(parts: SecretParts, name: string, kind: Secret['kind'], entry: VaultEntry): Promise<void> {
  const { vault, store, events, clock } = parts;
  const before = vault.get(name);
  await vault.put(name, entry);
  try {
    await events.append([{ type: 'secret.stored', payload: { name, hosts: entry.hosts } }], () =>
      store.write(rowOf(name, kind, entry, store.get(name), clock())),
    );
  } catch (error) {
    await (before ? vault.put(name, before) : vault.remove(name));
    throw error;
  }
}

async function forget({ vault, store, events }: SecretParts, name: string): Promise<void> {
  await vault.remove(name);
  await events.append([{ type: 'secret.removed', payload: { name } }], () => store.remove(name));
}

async function adoptOldKeys(parts: SecretParts): Promise<void> {
  const old = parts.oldKeys.read();
  if (!old || parts.vault.status().state !== 'open') return;
  if (!parts.vault.get(modelKeyName)) {
    await keep(parts, modelKeyName, 'model', { value: old.key, hosts: [old.origin] });
  }
  parts.oldKeys.remove();
}

function readModelKey({ vault }: SecretParts, account: string | undefined): ModelSecret | undefined {
  const entry = vault.get(nameOfKey(account));
  const [origin] = entry?.hosts ?? [];
  return entry && origin !== undefined ? { origin, key: entry.value } : undefined;
}

async function writeModelKey(
  parts: SecretParts,
  account: string | undefined,
  key: ModelSecret | undefined,
): Promise<void> {
  const name = nameOfKey(account);
  const before = readModelKey(parts, account);
  if (key && (key.key !== before?.key || key.origin !== before.origin)) {
    return keep(parts, name, 'model', { value: key.key, hosts: [key.origin] });
  }
  if (key || !knownNames(parts).includes(name)) return;
  // A key that cannot be read must not be lost by a change of something else.
  const { state, message } = parts.vault.status();
  if (state !== 'open') throw new HeronError('conflict', message);
  await forget(parts, name);
}

function createUse(parts: SecretParts): UseSecret {
  const { vault, store, clock } = parts;
  const noted = new Map<string, number>();
  return {
    refusal(name) {
      if (kindOf(name) !== 'worker') {
        return new HeronError('permission-denied', `The secret ${name} is Heron's own`);
      }
      if (vault.get(name)) return undefined;
      const { state, message } = vault.status();
      return state !== 'open' && vault.names().includes(name)
        ? new HeronError('conflict', message)
        : new HeronError(
            'not-found',
            `The secret ${name} has not been entered; do it in Settings → Secrets, or with heron secrets set ${name}`,
          );
    },
    read: (name) => (kindOf(name) === 'worker' ? vault.get(name) : undefined),
    async note(name, hosts) {
      const now = clock();
      if (now - (noted.get(name) ?? -Infinity) >= notedEveryMs) {
        store.setUsed(name, now);
        noted.set(name, now);
      }
      const entry = vault.get(name);
      // From its first use on it belongs to the hosts it was meant for then.
      if (entry?.hosts.length === 0) await keep(parts, name, 'worker', { ...entry, hosts: [...hosts] });
    },
  };
}

function listSecrets(parts: SecretParts): Secret[] {
  const wanted = parts.manifests().flatMap(({ secrets }) => secrets.map(({ name }) => name));
  const names = [...new Set([...knownNames(parts), ...wanted])].toSorted();
  return names.map((name) => describe(parts, name));
}

function describe({ store, vault, manifests }: SecretParts, name: string): Secret {
  const stored = store.get(name);
  const about = stored ?? ({ name, kind: kindOf(name), hosts: vault.get(name)?.hosts ?? [] } as const);
  return {
    ...about,
    hosts: [...about.hosts],
    filled: vault.names().includes(name),
    wantedBy: wantedBy(manifests(), name),
  };
}

function wantedBy(manifests: Manifest[], name: string): Secret['wantedBy'] {
  return manifests.flatMap((manifest) =>
    manifest.secrets
      .filter((need) => need.name === name)
      .map(({ reason, hosts }) => ({ workerId: manifest.id, workerName: manifest.name, reason, hosts })),
  );
}

function rowOf(
  name: string,
  kind: Secret['kind'],
  entry: VaultEntry,
  before: StoredSecret | undefined,
  now: number,
): StoredSecret {
  const { value, hosts } = entry;
  return { name, kind, lengthClass: lengthClassOf(value), hosts, createdAt: before?.createdAt ?? now, changedAt: now };
}

function lengthClassOf({ length }: string): LengthClass {
  if (length < 6) return 'tiny';
  if (length < 16) return 'short';
  return length < 64 ? 'medium' : 'long';
}
