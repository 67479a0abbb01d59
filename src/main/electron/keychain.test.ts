import { expect, test } from 'vitest';
import { keychainOf, type SafeStorage } from './keychain.ts';

function storage(changes: Partial<SafeStorage> = {}): SafeStorage {
  return {
    isEncryptionAvailable: () => true,
    encryptString: (text) => Buffer.from(Buffer.from(text).toString('hex')),
    decryptString: (sealed) => Buffer.from(sealed.toString(), 'hex').toString(),
    ...changes,
  };
}

test.each([
  ['darwin', undefined, 'the macOS Keychain'],
  ['win32', undefined, 'Windows (DPAPI)'],
  ['linux', 'gnome_libsecret', 'the Secret Service'],
  ['linux', 'kwallet6', 'KWallet'],
] as const)('on %s with %s the keychain is %s', (platform, backend, name) => {
  const keychain = keychainOf(storage(backend ? { getSelectedStorageBackend: () => backend } : {}), platform);
  expect(keychain?.name).toBe(name);
  expect(keychain?.open(keychain.seal('a key'))).toBe('a key');
});

test.each(['basic_text', 'unknown'])('the backend %s is no keychain', (backend) => {
  expect(keychainOf(storage({ getSelectedStorageBackend: () => backend }), 'linux')).toBeUndefined();
});

test('without encryption there is no keychain', () => {
  expect(keychainOf(storage({ isEncryptionAvailable: () => false }), 'darwin')).toBeUndefined();
});
