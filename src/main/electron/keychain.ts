import type { Keychain } from '../host.ts';

/** The part of Electron's safeStorage that is used. */
export type SafeStorage = {
  isEncryptionAvailable(): boolean;
  /** Linux only. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(sealed: Buffer): string;
};

const names: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'the macOS Keychain',
  win32: 'Windows (DPAPI)',
};

/** The system's keychain, to be asked once the app is ready; undefined where Electron would only pretend to have one. */
export function keychainOf(storage: SafeStorage, platform: NodeJS.Platform): Keychain | undefined {
  if (!storage.isEncryptionAvailable()) return undefined;
  const backend = platform === 'linux' ? storage.getSelectedStorageBackend?.() : undefined;
  // Chromium's stand-in encrypts with a password that is in its source.
  if (backend === 'basic_text' || backend === 'unknown') return undefined;
  return {
    name: names[platform] ?? (backend?.startsWith('kwallet') ? 'KWallet' : 'the Secret Service'),
    seal: (text) => storage.encryptString(text),
    open: (sealed) => storage.decryptString(sealed),
  };
}
