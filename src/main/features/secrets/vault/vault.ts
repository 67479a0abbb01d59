import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Vault } from '../../../../contract/secrets.ts';
import { strictObject } from '../../../../contract/strict-object.ts';
import { HeronError, toFailure } from '../../../base/errors.ts';
import { createInTurn } from '../../../../contract/in-turn.ts';
import type { Scrubber } from '../../../base/scrubber.ts';
import type { VaultLock } from './lock.ts';
import type { Locks } from './locks.ts';
import { keyBytes, seal, unseal } from './seal.ts';
import { type LockRecord, readVaultFile, type VaultContent, writeVaultFile } from './vault-file.ts';
import { vaultMessage } from './vault-message.ts';

/** A value and the only hosts it is for; sealed together, so that no crash parts them. */
const VaultEntry = strictObject(() => ({ value: z.string().min(1), hosts: z.array(z.string()) }));
export type VaultEntry = z.infer<typeof VaultEntry>;

export type SecretVault = {
  status(): Vault;
  /** Known while it is locked, too. */
  names(): string[];
  /** Undefined if there is none, or the vault is not open. */
  get(name: string): VaultEntry | undefined;
  /** Safe on disk when it resolves. Errors: `conflict` while the vault is not open, `storage`. */
  put(name: string, entry: VaultEntry): Promise<void>;
  /** Possible while it is locked, too. */
  remove(name: string): Promise<void>;
  /** Errors: `permission-denied` for the wrong passphrase, `conflict` when there is nothing to unlock. */
  unlock(passphrase: string): Promise<void>;
  /** Seals everything under a new key, which the other lock keeps. Errors: as `unlock` and `put`. */
  protect(by: { passphrase: string } | 'keychain', current: string | undefined): Promise<void>;
};

export type VaultParts = { file: string; locks: Locks; scrubber: Scrubber };

type Opened = { content: VaultContent; key: Buffer; entries: Map<string, VaultEntry> };
type State = { content?: VaultContent; opened?: Opened; fault?: string };
type Held = VaultParts & { state: State };

/** Never fails for what is wrong with the vault itself: its status says so, and what needs it is refused. */
export async function openVault(parts: VaultParts): Promise<SecretVault> {
  const held: Held = { ...parts, state: await firstState(parts) };
  /** Each change writes the whole file. */
  const inTurn = createInTurn();

  if (held.state.opened) become(held, held.state.opened);
  return {
    status: () => statusOf(held),
    names: () => Object.keys(held.state.content?.values ?? {}),
    get: (name) => held.state.opened?.entries.get(name),
    put: (name, entry) => inTurn(() => put(held, name, entry)),
    remove: (name) => inTurn(() => remove(held, name)),
    unlock: (passphrase) => inTurn(() => unlock(held, passphrase)),
    protect: (by, current) => inTurn(() => protect(held, by, current)),
  };
}

function become(held: Held, opened: Opened): void {
  held.state = { content: opened.content, opened };
  for (const [name, { value }] of opened.entries) held.scrubber.learn(name, value);
}

function write(held: Held, next: Opened): void {
  writeVaultFile(held.file, next.content);
  become(held, next);
}

/** The open vault; a new one where there is none, or none with anything in it. */
async function openedOrNew(held: Held): Promise<Opened> {
  const { opened, content, fault } = held.state;
  if (opened) return opened;
  const isEmpty = content ? Object.keys(content.values).length === 0 : fault === undefined;
  if (!isEmpty) throw new HeronError('conflict', statusOf(held).message);
  return sealAll(held.locks.preferred(), new Map());
}

async function put(held: Held, name: string, entry: VaultEntry): Promise<void> {
  const { content, key, entries } = await openedOrNew(held);
  const values = { ...content.values, [name]: seal(key, name, JSON.stringify(entry)) };
  held.scrubber.learn(name, entry.value); // before anything could speak of it
  write(held, { content: { ...content, values }, key, entries: new Map([...entries, [name, entry]]) });
}

function remove(held: Held, name: string): void {
  const { content, opened } = held.state;
  if (!content || !(name in content.values)) return;
  const { [name]: _, ...values } = content.values;
  const next = { ...content, values };
  writeVaultFile(held.file, next);
  const entries = new Map([...(opened?.entries ?? [])].filter(([each]) => each !== name));
  held.state = { ...held.state, content: next, ...(opened ? { opened: { ...opened, content: next, entries } } : {}) };
  held.scrubber.forget(name);
}

async function unlock(held: Held, passphrase: string): Promise<void> {
  const { content, opened } = held.state;
  if (opened || content?.lock.by !== 'passphrase') {
    throw new HeronError('conflict', opened ? 'The vault is open already' : statusOf(held).message);
  }
  become(held, await openContent(content, held.locks.passphrase(passphrase)));
}

async function protect(
  held: Held,
  by: { passphrase: string } | 'keychain',
  current: string | undefined,
): Promise<void> {
  const { locks } = held;
  const before = await openedOrNew(held);
  const kept = held.state.content?.lock;
  if (kept?.by === 'passphrase') await proveKnown(kept, current, locks);
  const lock = by === 'keychain' ? locks.keychain() : locks.passphrase(by.passphrase);
  write(held, await sealAll(lock, before.entries));
  await locks.discard(before.content.lock);
}

async function firstState({ file, locks }: VaultParts): Promise<State> {
  let content: VaultContent | undefined;
  try {
    content = readVaultFile(file);
    if (!content) return {};
    const lock = locks.of(content.lock);
    return lock ? { content, opened: await openContent(content, lock) } : { content };
  } catch (error) {
    return { ...(content ? { content } : {}), fault: toFailure(error).message };
  }
}

async function openContent(content: VaultContent, lock: VaultLock): Promise<Opened> {
  const key = await lock.open(content.lock);
  const entries = Object.entries(content.values).map(
    ([name, sealed]) => [name, unsealEntry(key, name, sealed)] as const,
  );
  return { content, key, entries: new Map(entries) };
}

function unsealEntry(key: Buffer, name: string, sealed: string): VaultEntry {
  try {
    return VaultEntry.parse(JSON.parse(unseal(key, name, sealed)));
  } catch {
    // The reason could quote the value.
    throw new HeronError('storage', `The secret ${name} was changed in the vault by something other than Heron`);
  }
}

async function sealAll(lock: VaultLock, entries: Map<string, VaultEntry>): Promise<Opened> {
  const key = randomBytes(keyBytes);
  const values = [...entries].map(([name, entry]) => [name, seal(key, name, JSON.stringify(entry))] as const);
  return { content: { version: 1, lock: await lock.close(key), values: Object.fromEntries(values) }, key, entries };
}

/** An open vault is not enough to change its passphrase: whoever sits at the machine would do. */
async function proveKnown(
  record: Extract<LockRecord, { by: 'passphrase' }>,
  current: string | undefined,
  locks: Locks,
): Promise<void> {
  if (current === undefined)
    throw new HeronError('invalid-input', 'current: the vault has a passphrase; it is needed to change it');
  await locks.passphrase(current).open(record);
}

function statusOf({ state: { content, opened, fault }, locks }: Held): Vault {
  const protection = content?.lock.by ?? locks.preferred().by;
  const isEmpty = content === undefined && fault === undefined;
  const state = opened || isEmpty ? 'open' : protection === 'passphrase' && content ? 'locked' : 'unreachable';
  const keychain = locks.keychainName();
  const isInKeychain = protection === 'keychain' || protection === 'secret-service';
  return {
    protection,
    state,
    message: vaultMessage({ protection, state, fault, keychain }),
    ...(keychain && !isInKeychain ? { keychain } : {}),
  };
}
