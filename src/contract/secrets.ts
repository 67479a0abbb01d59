import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { WorkerId } from './ids.ts';
import { SecretNeed } from './manifest.ts';
import { strictObject } from './strict-object.ts';

export const SecretName = SecretNeed.shape.name;

/** tiny: fewer than 6 characters, too few to be recognised in a text; short: up to 15; medium: up to 63. */
export const LengthClass = z.enum(['tiny', 'short', 'medium', 'long']);
export type LengthClass = z.infer<typeof LengthClass>;

/** All there is to know of a secret. Its value is in no answer of any call. */
export const Secret = strictObject(() => ({
  name: SecretName,
  /** Who sends it: workers, through the broker, or Heron itself to the server of its model or to an MCP server. */
  kind: z.enum(['worker', 'model', 'sign-in']),
  /** False for one that a worker wants and nobody has entered, or whose value has been lost. */
  filled: z.boolean(),
  lengthClass: LengthClass.optional(),
  /** The only hosts it is sent to; empty until it is used for the first time, if no worker had named any. */
  hosts: z.array(z.string()),
  createdAt: z.int().optional(),
  changedAt: z.int().optional(),
  usedAt: z.int().optional(),
  /** The workers whose manifests name it, and why. */
  wantedBy: z.array(
    z.strictObject({ workerId: WorkerId, workerName: z.string(), reason: z.string(), hosts: z.array(z.string()) }),
  ),
}));
export type Secret = z.infer<typeof Secret>;

/** What holds the key to the vault. */
export const Protection = z.enum(['keychain', 'secret-service', 'passphrase', 'key-file']);
export type Protection = z.infer<typeof Protection>;

export const Vault = strictObject(() => ({
  protection: Protection,
  /** locked: a passphrase is needed. unreachable: the key or the file cannot be had here. */
  state: z.enum(['open', 'locked', 'unreachable']),
  /** What holds the secrets and what that protects against, in a sentence or two. */
  message: z.string(),
  /** A keychain that this Heron could move the key into. */
  keychain: z.string().optional(),
}));
export type Vault = z.infer<typeof Vault>;

const Passphrase = z.string().min(8, 'expected at least 8 characters').max(1024);

export const secretStored = defineEvent('secret.stored', () =>
  z.strictObject({ name: SecretName, hosts: z.array(z.string()) }),
);
export const secretRemoved = defineEvent('secret.removed', () => z.strictObject({ name: SecretName }));
export const vaultUnlocked = defineEvent('vault.unlocked', () => z.strictObject({}));
export const vaultProtected = defineEvent('vault.protected', () => z.strictObject({ protection: Protection }));

export const secrets = {
  list: oc
    .route({ method: 'GET', path: '/secrets', summary: 'Secrets that are kept or wanted, without their values' })
    .input(strictObject(() => ({})))
    .output(z.array(Secret)),
  /** With `hosts` absent they are those the workers name. Errors: `conflict` while the vault is not open. */
  set: oc
    .route({ method: 'PUT', path: '/secrets/{name}', summary: 'Keep a secret, or replace its value' })
    .input(
      strictObject(() => ({
        name: SecretName,
        value: z.string().min(1).max(65_536),
        hosts: z.array(SecretNeed.shape.hosts.element).optional(),
      })),
    )
    .output(Secret),
  remove: oc
    .route({ method: 'DELETE', path: '/secrets/{name}', summary: 'Forget a secret' })
    .input(strictObject(() => ({ name: SecretName })))
    .output(strictObject(() => ({}))),
  vault: oc
    .route({ method: 'GET', path: '/vault', summary: 'What holds the secrets' })
    .input(strictObject(() => ({})))
    .output(Vault),
  /** Errors: `permission-denied` for the wrong passphrase. */
  unlock: oc
    .route({ method: 'POST', path: '/vault/unlock', summary: 'Open the vault with its passphrase' })
    .input(strictObject(() => ({ passphrase: z.string().min(1).max(1024) })))
    .output(Vault),
  /** Encrypts all secrets anew. A vault with a passphrase wants it as `current`. */
  protect: oc
    .route({ method: 'POST', path: '/vault/protect', summary: 'Change what holds the key to the vault' })
    .input(
      z.discriminatedUnion('by', [
        strictObject(() => ({ by: z.literal('passphrase'), current: z.string().optional(), passphrase: Passphrase })),
        strictObject(() => ({ by: z.literal('keychain'), current: z.string().optional() })),
      ]),
    )
    .output(Vault),
};
