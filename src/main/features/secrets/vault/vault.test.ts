import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createScrubber, type Scrubber } from '../../../base/scrubber.ts';
import type { Keychain } from '../../../host.ts';
import { createLocks, type LocksParts } from './locks.ts';
import { findSecretTool, secretServiceLock } from './secret-service-lock.ts';
import { openVault, type SecretVault } from './vault.ts';

const value = 'ghp_0123456789abcdef';
const entry = { value, hosts: ['api.github.com'] };
let folder: string;
let scrubber: Scrubber;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-vault-'));
  scrubber = createScrubber();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Seals with a key of its own, as a system's keychain does. */
function fakeKeychain(password = 'one'): Keychain {
  const mark = `${password}:`;
  return {
    name: 'the fake keychain',
    seal: (text) => Buffer.from(Buffer.from(mark + text).toString('hex')),
    open(sealed) {
      const text = Buffer.from(sealed.toString(), 'hex').toString();
      if (!text.startsWith(mark)) throw new Error('Error while decrypting the ciphertext');
      return text.slice(mark.length);
    },
  };
}

function open(parts: Partial<LocksParts> = {}): Promise<SecretVault> {
  const locks = createLocks({
    vault: join(folder, 'secrets.vault'),
    keychain: undefined,
    secretTool: undefined,
    passphrase: undefined,
    scryptCost: 1024,
    ...parts,
  });
  return openVault({ file: join(folder, 'secrets.vault'), locks, scrubber });
}

function allBytes(): string {
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');
}

test.each([
  ['a keychain', { keychain: fakeKeychain() }, 'keychain', /the fake keychain keeps the key/],
  ['a passphrase', { passphrase: 'correct horse' }, 'passphrase', /with your passphrase/],
  ['neither', {}, 'key-file', /other users of this machine only/],
] as const)(
  'with %s a secret is kept encrypted, and found again [SE-01]',
  async (_what, parts, protection, message) => {
    const vault = await open(parts);
    expect(readdirSync(folder)).toEqual([]);
    await vault.put('github-token', entry);
    expect(vault.status()).toMatchObject({ protection, state: 'open', message: expect.stringMatching(message) });
    expect(allBytes()).not.toContain(value);
    expect(allBytes()).not.toContain('api.github.com');
    const again = await open(parts);
    expect(again.get('github-token')).toEqual(entry);
    expect(scrubber.text(`it is ${value}`)).toBe('it is [secret github-token]');
    await again.remove('github-token');
    expect((await open(parts)).names()).toEqual([]);
  },
);

test.skipIf(process.platform === 'win32')(
  'only its owner may read the vault and the key beside it (no such modes on Windows) [SE-01]',
  async () => {
    await (await open()).put('github-token', entry);
    expect(
      readdirSync(folder).map((name) => [name.replace(/-[0-9a-f]+/, ''), statSync(join(folder, name)).mode & 0o777]),
    ).toEqual([
      ['secrets.key', 0o600],
      ['secrets.vault', 0o600],
    ]);
  },
);

test('without its passphrase a vault is locked: names are known, values are not, nothing can be put in', async () => {
  await (await open({ passphrase: 'correct horse' })).put('github-token', entry);
  const vault = await open();
  expect(vault.status()).toMatchObject({ protection: 'passphrase', state: 'locked' });
  expect(vault.names()).toEqual(['github-token']);
  expect(vault.get('github-token')).toBeUndefined();
  await expect(vault.put('other', entry)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('locked'),
  });
  await expect(vault.unlock('wrong horse')).rejects.toMatchObject({ code: 'permission-denied' });
  await vault.unlock('correct horse');
  expect(vault.get('github-token')).toEqual(entry);
  await vault.put('other', entry);
  await expect(vault.unlock('correct horse')).rejects.toMatchObject({ code: 'conflict' });
});

test('the wrong passphrase in the environment leaves it locked and says so', async () => {
  await (await open({ passphrase: 'correct horse' })).put('github-token', entry);
  const vault = await open({ passphrase: 'wrong' });
  expect(vault.status()).toMatchObject({ state: 'locked', message: expect.stringContaining('not the passphrase') });
});

test('a passphrase is given, changed and proven, and the old ways in are closed', async () => {
  const vault = await open();
  await vault.put('github-token', entry);
  await vault.protect({ passphrase: 'first words' }, undefined);
  expect(readdirSync(folder)).toEqual(['secrets.vault']);
  await expect(vault.protect({ passphrase: 'second words' }, undefined)).rejects.toMatchObject({
    code: 'invalid-input',
  });
  await expect(vault.protect({ passphrase: 'second words' }, 'no')).rejects.toMatchObject({
    code: 'permission-denied',
  });
  await vault.protect({ passphrase: 'second words' }, 'first words');
  expect((await open({ passphrase: 'first words' })).status().state).toBe('locked');
  expect((await open({ passphrase: 'second words' })).get('github-token')).toEqual(entry);
});

test('a vault moves into a keychain that comes later, and is unreachable where that is not', async () => {
  const keychain = fakeKeychain();
  await (await open()).put('github-token', entry);
  const vault = await open({ keychain });
  expect(vault.status()).toMatchObject({ protection: 'key-file', keychain: 'the fake keychain' });
  await vault.protect('keychain', undefined);
  expect(vault.status()).toMatchObject({ protection: 'keychain', state: 'open' });
  expect(readdirSync(folder)).toEqual(['secrets.vault']);
  const elsewhere = await open();
  expect(elsewhere.status()).toMatchObject({
    state: 'unreachable',
    message: expect.stringContaining('start the window'),
  });
  await expect(elsewhere.put('other', entry)).rejects.toMatchObject({ code: 'conflict' });
  expect((await open({ keychain: fakeKeychain('two') })).status()).toMatchObject({
    state: 'unreachable',
    message: expect.stringContaining('another'),
  });
  await elsewhere.remove('github-token');
  await elsewhere.put('other', entry);
  expect(elsewhere.status()).toMatchObject({ protection: 'key-file', state: 'open' });
});

test('without a keychain there is none to move into', async () => {
  const vault = await open();
  await expect(vault.protect('keychain', undefined)).rejects.toMatchObject({ code: 'unsupported' });
});

test('what something else has changed in the vault is refused, and named without its value', async () => {
  const vault = await open();
  await vault.put('a', entry);
  await vault.put('b', { value: 'another value', hosts: [] });
  const file = join(folder, 'secrets.vault');
  const content = JSON.parse(readFileSync(file, 'utf8')) as { values: Record<string, string> };
  // One secret in the place of another would go to the other's hosts.
  writeFileSync(file, JSON.stringify({ ...content, values: { a: content.values['b'], b: content.values['a'] } }));
  const spoilt = await open();
  expect(spoilt.status()).toMatchObject({
    state: 'unreachable',
    message: 'The secret a was changed in the vault by something other than Heron',
  });
  writeFileSync(file, '{"version": 1, "lock"');
  const damaged = await open();
  expect(damaged.status()).toMatchObject({ state: 'unreachable', message: expect.stringContaining('damaged') });
  await expect(damaged.put('c', entry)).rejects.toMatchObject({ code: 'conflict' });
  expect(readFileSync(file, 'utf8')).toBe('{"version": 1, "lock"');
});

test('a vault whose key file is gone says so', async () => {
  await (await open()).put('a', entry);
  for (const name of readdirSync(folder)) if (name.endsWith('.key')) rmSync(join(folder, name));
  expect((await open()).status()).toMatchObject({
    state: 'unreachable',
    message: expect.stringMatching(/secrets-[0-9a-f]+\.key, is gone/),
  });
});

test('changes at the same time do not lose each other', async () => {
  const vault = await open();
  await Promise.all(['a', 'b', 'c', 'd'].map((name) => vault.put(name, { value: `value of ${name}`, hosts: [] })));
  expect((await open()).names().toSorted()).toEqual(['a', 'b', 'c', 'd']);
});

test('without a session bus no Secret Service is looked for', async () => {
  expect(await findSecretTool({ PATH: process.env['PATH'] })).toBeUndefined();
});

test('a Secret Service keeps the key by standard input, and gives it back [SE-01]', async ({ skip }) => {
  const tool = await findSecretTool(process.env);
  if (!tool) skip('secret-tool is not installed, or no Secret Service answers here');
  const lock = secretServiceLock(tool!);
  const key = Buffer.alloc(32, 7);
  const record = await lock.close(key);
  expect((await lock.open(record)).equals(key)).toBe(true);
  await lock.discard(record);
  await expect(lock.open(record)).rejects.toMatchObject({ code: 'storage' });
});

/** Stands where the person's keyring would: the same arguments, a folder as its store. */
test.skipIf(process.platform !== 'linux')(
  'secret-tool is spoken to as its manual says (Linux only) [SE-01]',
  async () => {
    const store = join(folder, 'keyring');
    const tool = join(folder, 'secret-tool');
    writeFileSync(
      tool,
      `#!/bin/sh
mkdir -p "${store}"; printf '%s\\n' "$*" >> "${store}/arguments"; verb=$1; shift
[ "$verb" = store ] && shift
item="${store}/$(printf '%s' "$*" | tr ' /' '__')"
case $verb in
  store) cat > "$item";;
  lookup) [ -f "$item" ] && cat "$item" || exit 1;;
  clear) rm -f "$item";;
esac
`,
      { mode: 0o755 },
    );
    const environment = { PATH: `${folder}:/usr/bin:/bin`, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };
    const secretTool = await findSecretTool(environment);
    expect(secretTool).toBeDefined();
    const vault = await open({ secretTool });
    await vault.put('github-token', entry);
    expect(vault.status()).toMatchObject({ protection: 'secret-service', state: 'open' });
    expect((await open({ secretTool })).get('github-token')).toEqual(entry);
    expect((await open()).status()).toMatchObject({
      state: 'unreachable',
      message: expect.stringContaining('Secret Service'),
    });
    const key = execFileSync('sh', ['-c', `cat ${store}/*_heron_*`]).toString();
    expect(key).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(readFileSync(join(store, 'arguments'), 'utf8')).not.toContain(key);
    await vault.protect({ passphrase: 'some words' }, undefined);
    expect(readdirSync(store).filter((name) => name !== 'arguments')).toEqual([]);
  },
);

test('a service that cannot be reached is not used', async () => {
  const tool = join(folder, 'secret-tool');
  writeFileSync(tool, '#!/bin/sh\necho "Cannot autolaunch D-Bus without X11 \\$DISPLAY" >&2; exit 1\n', {
    mode: 0o755,
  });
  expect(await findSecretTool({ PATH: folder, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' })).toBeUndefined();
  expect(existsSync(tool)).toBe(true);
});
