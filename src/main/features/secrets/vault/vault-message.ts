import type { Protection, Vault } from '../../../../contract/secrets.ts';

type Known = { protection: Protection; state: Vault['state']; fault: string | undefined; keychain: string | undefined };

/** What holds the secrets, and what that is worth; or why they cannot be had. */
export function vaultMessage({ protection, state, fault, keychain }: Known): string {
  if (state === 'locked') {
    const remedy =
      'unlock it in Settings → Secrets, with heron secrets unlock, or start Heron with HERON_VAULT_PASSPHRASE';
    return fault ? `The vault is locked: ${fault}` : `The vault is locked; ${remedy}`;
  }
  if (state === 'unreachable') return fault ?? unreachable[protection];
  return open[protection](keychain);
}

const open: Record<Protection, (keychain: string | undefined) => string> = {
  keychain: (keychain) => `Encrypted; ${keychain ?? 'the system’s keychain'} keeps the key.`,
  'secret-service': () => 'Encrypted; the Secret Service (GNOME Keyring or KWallet) keeps the key.',
  passphrase: () => 'Encrypted with your passphrase; without it nobody can read them.',
  'key-file': () =>
    'Encrypted, but the key lies in a file beside them that only you may read. This protects against other users of this machine only, not against a program that runs as you or a copy of the data folder.',
};

const unreachable: Record<Protection, string> = {
  keychain:
    'The key to the vault lies in the keychain that Heron’s window uses; start the window, and commands work through it',
  'secret-service':
    'The key to the vault lies in the Secret Service, which cannot be reached from here (is secret-tool installed?)',
  passphrase: 'The vault cannot be opened',
  'key-file': 'The key to the vault is gone',
};
