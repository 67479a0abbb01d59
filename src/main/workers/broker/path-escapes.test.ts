import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type FakeBroker, startFakeBroker } from './fake-broker.ts';

const onLinux = process.platform === 'linux';

let broker: FakeBroker;
beforeEach(() => {
  const started = startFakeBroker();
  onTestFinished(() => started.end());
  broker = started;
  writeFileSync(join(broker.outside, 'secret'), 'the secret');
});

function read(path: string): Promise<unknown> {
  return broker.open().ask('files.open', { path, start: 0, end: null });
}

async function write(path: string, overwrite = true): Promise<void> {
  const session = broker.open();
  const { handle } = await session.ask('files.create', { path, overwrite, mode: null });
  await session.raw('files.append', { handle }, Buffer.from('evil'));
  await session.ask('files.commit', { handle });
}

describe('ways out of the allowed folder', () => {
  const escapes: { name: string; path: (folder: string) => string; prepare?: (folder: string) => void }[] = [
    { name: 'two dots', path: (folder) => `${folder}/../outside/secret` },
    { name: 'two dots after a folder that is not there', path: (folder) => `${folder}/no/no/../../../outside/secret` },
    { name: 'doubled slashes and dots', path: (folder) => `${folder}//.//..//outside/./secret` },
    {
      name: 'a link to a file',
      prepare: (folder) => symlinkSync('../outside/secret', `${folder}/link`),
      path: (folder) => `${folder}/link`,
    },
    {
      name: 'a link to a folder',
      prepare: (folder) => symlinkSync('../outside', `${folder}/link`),
      path: (folder) => `${folder}/link/secret`,
    },
    {
      name: 'a link to a link',
      prepare: (folder) => {
        symlinkSync('../outside', `${folder}/one`);
        symlinkSync('one', `${folder}/two`);
      },
      path: (folder) => `${folder}/two/secret`,
    },
    {
      name: 'two dots after a link',
      prepare: (folder) => {
        mkdirSync(`${dirname(folder)}/outside/deep`);
        symlinkSync('../outside/deep', `${folder}/link`);
        mkdirSync(`${folder}/outside`);
      },
      path: (folder) => `${folder}/../outside/deep/../secret`,
    },
    { name: 'a name that begins like the folder', path: (folder) => `${folder}-not/secret` },
  ];

  test.for(escapes)('$name: reading is refused', async ({ path, prepare }) => {
    prepare?.(broker.folder);
    await expect(read(path(broker.folder))).rejects.toMatchObject({ code: 'permission-denied' });
  });

  test.for(escapes)('$name: writing is refused', async ({ path, prepare }) => {
    prepare?.(broker.folder);
    await expect(write(path(broker.folder))).rejects.toMatchObject({ code: 'permission-denied' });
    expect(readFileSync(join(broker.outside, 'secret'), 'utf8')).toBe('the secret');
  });

  test.for(escapes)('$name: removing and moving leave it where it is', async ({ name, path, prepare }) => {
    prepare?.(broker.folder);
    const session = broker.open();
    const away = { from: path(broker.folder), to: join(broker.folder, 'loot'), overwrite: true };
    const attempts = [() => session.ask('files.remove', { path: away.from }), () => session.ask('files.move', away)];
    for (const attempt of attempts) {
      // A link in the last place is the allowed folder's own: taking it away touches nothing outside.
      if (name === 'a link to a file') await attempt().catch(() => undefined);
      else await expect(attempt()).rejects.toMatchObject({ code: 'permission-denied' });
    }
    expect(readFileSync(join(broker.outside, 'secret'), 'utf8')).toBe('the secret');
  });
});

describe('what is no path', () => {
  test.for(['relative/file', './file', '../outside/secret', '~/file', 'file:///etc/passwd', '/zero\0byte', ''])(
    '%j is refused before anybody is asked',
    async (path) => {
      await expect(read(path)).rejects.toMatchObject({ code: 'invalid-input' });
      await expect(write(path)).rejects.toMatchObject({ code: 'invalid-input' });
      expect(broker.record).toEqual([]);
    },
  );
});

describe('places no worker may touch, whatever is granted', () => {
  const forbidden = [
    { path: '/proc/self/environ', rule: 'system path' },
    { path: '/proc/self/root/etc/passwd', rule: 'system path' },
    { path: '/proc/self/cwd/package.json', rule: 'system path' },
    { path: '/dev/null', rule: 'system path' },
    { path: '/sys/kernel', rule: 'system path' },
    { path: '/etc/shadow', rule: 'system path' },
  ];

  test.skipIf(!onLinux).for(forbidden)('$path, by the rule "$rule" (Linux)', async ({ path, rule }) => {
    await expect(read(path)).rejects.toMatchObject({ code: 'permission-denied', details: { rule } });
    await expect(write(path)).rejects.toMatchObject({ code: 'permission-denied', details: { rule } });
    expect(broker.record.every((access) => access.decision === 'denied' && access.rule === rule)).toBe(true);
  });

  const credentials = ['.ssh/id', '.SSH/id', 'deep/.aws/credentials', '.env', 'app/.env.local', 'id_rsa', 'x.KDBX'];
  test.for([...credentials, '.config/gh/hosts.yml', 'Library/Keychains/login.keychain-db', '.mozilla/x'])(
    'the credential %s inside an allowed folder',
    async (name) => {
      const path = join(broker.folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, 'secret');
      await expect(read(path)).rejects.toMatchObject({ code: 'permission-denied' });
      await expect(write(path)).rejects.toMatchObject({ code: 'permission-denied' });
      await expect(broker.open().ask('files.remove', { path })).rejects.toMatchObject({ code: 'permission-denied' });
      expect(broker.record.every(({ rule }) => /^(credential|sensitive) /.test(rule ?? ''))).toBe(true);
    },
  );

  test.for(['.env.example', '.environment', 'id_rsa.pub', '.sshd/x', 'ssh/x', 'env', '.config/ghost/x'])(
    '%s only looks like a credential',
    async (name) => {
      await expect(write(join(broker.folder, name))).resolves.toBeUndefined();
    },
  );

  test('what a credential folder is a link to', async () => {
    mkdirSync(join(broker.folder, 'keys'));
    writeFileSync(join(broker.folder, 'keys', 'key'), 'secret');
    symlinkSync('keys', join(broker.folder, '.ssh'));
    await expect(read(join(broker.folder, '.ssh', 'key'))).rejects.toMatchObject({ code: 'permission-denied' });
  });

  test('what a link with a harmless name leads to', async () => {
    mkdirSync(join(broker.folder, '.ssh'));
    writeFileSync(join(broker.folder, '.ssh', 'config'), 'secret');
    symlinkSync('.ssh', join(broker.folder, 'notes'));
    await expect(read(join(broker.folder, 'notes', 'config'))).rejects.toMatchObject({
      details: { rule: 'credential folder' },
    });
  });

  test('the keys in the home folder, also by the place that they are linked to', async () => {
    const home = join(broker.folder, 'home');
    mkdirSync(join(broker.folder, 'vault'));
    mkdirSync(home);
    writeFileSync(join(broker.folder, 'vault', 'key'), 'secret');
    symlinkSync('../vault', join(home, '.ssh'));
    const other = startFakeBroker({
      environment: { HOME: home },
      allow: [{ capability: 'files.read', target: broker.folder }],
    });
    onTestFinished(() => other.end());
    const path = join(broker.folder, 'vault', 'key');
    await expect(other.open().ask('files.open', { path, start: 0, end: null })).rejects.toMatchObject({
      details: { rule: 'credential folder' },
    });
  });

  test('a secret of its project by a second name, wherever in the project that stands [SB-06]', async () => {
    const project = join(broker.folder, 'shop');
    for (const folder of ['.git', 'config', 'docs/notes', 'node_modules/part'])
      mkdirSync(join(project, folder), { recursive: true });
    writeFileSync(join(project, 'config', 'prod.env'), 'TOKEN=secret');
    writeFileSync(join(project, 'config', 'host.pem'), '-----BEGIN PRIVATE KEY-----');
    linkSync(join(project, 'config', 'prod.env'), join(project, 'docs/notes/todo.txt'));
    linkSync(join(project, 'config', 'host.pem'), join(project, 'readme.md'));
    for (const name of ['docs/notes/todo.txt', 'readme.md'])
      await expect(read(join(project, name))).rejects.toMatchObject({ details: { rule: 'credential file' } });
    writeFileSync(join(project, 'config', 'a.txt'), 'plain');
    linkSync(join(project, 'config', 'a.txt'), join(project, 'b.txt'));
    expect(await read(join(project, 'b.txt'))).toMatchObject({ size: 5 });
  });

  test("Heron's own data, directly, through a link, and by what lies above it", async () => {
    const all = startFakeBroker({
      allow: [
        { capability: 'files.read', target: '/' },
        { capability: 'files.write', target: '/' },
      ],
    });
    onTestFinished(() => all.end());
    symlinkSync(all.dataFolder, join(all.folder, 'link'));
    const session = all.open();
    const protectedPath = { code: 'permission-denied', details: { rule: 'protected path' } };
    for (const path of [join(all.dataFolder, 'heron.db'), join(all.folder, 'link', 'heron.db')]) {
      await expect(session.ask('files.status', { path })).rejects.toMatchObject(protectedPath);
      await expect(session.ask('files.create', { path, overwrite: true, mode: null })).rejects.toMatchObject(
        protectedPath,
      );
    }
    const above = dirname(all.dataFolder);
    await expect(session.ask('files.remove', { path: above })).rejects.toMatchObject(protectedPath);
    await expect(session.ask('files.remove', { path: '/' })).rejects.toMatchObject({ code: 'permission-denied' });
    const away = { from: above, to: `${above}-moved`, overwrite: false };
    await expect(session.ask('files.move', away)).rejects.toMatchObject(protectedPath);
    expect(readdirSync(all.dataFolder)).toEqual(['undo']);
  });

  test('a folder that would free credentials from their rule by being renamed', async () => {
    mkdirSync(join(broker.folder, '.config', 'gh'), { recursive: true });
    mkdirSync(join(broker.folder, 'person', '.gnupg'), { recursive: true });
    const session = broker.open();
    for (const name of ['.config', 'person']) {
      const from = join(broker.folder, name);
      const away = { from, to: join(broker.folder, 'plain'), overwrite: false };
      await expect(session.ask('files.move', away)).rejects.toMatchObject({ details: { rule: 'credential folder' } });
      await expect(session.ask('files.remove', { path: from })).rejects.toMatchObject({ code: 'permission-denied' });
    }
  });

  test('a file that would get out of its rule by a new name, or into one', async () => {
    writeFileSync(join(broker.folder, '.env'), 'secret');
    writeFileSync(join(broker.folder, 'plain'), 'evil');
    const session = broker.open();
    const [secret, plain] = [join(broker.folder, '.env'), join(broker.folder, 'plain')];
    for (const [from, to] of [
      [secret, `${plain}-2`],
      [plain, secret],
    ] as const) {
      await expect(session.ask('files.move', { from, to, overwrite: true })).rejects.toMatchObject({
        details: { rule: 'sensitive file' },
      });
    }
  });
});

describe('swaps between the check and the use', () => {
  /** Puts a link to the outside where a folder was, at the moment the permission is given. */
  function swapWhenAsked(operation: string): { path: string } {
    mkdirSync(join(broker.folder, 'sub'));
    writeFileSync(join(broker.folder, 'sub', 'secret'), 'harmless');
    const push = broker.record.push.bind(broker.record);
    broker.record.push = (...accesses) => {
      if (accesses[0]?.operation === operation) {
        renameSync(join(broker.folder, 'sub'), join(broker.folder, 'sub-before'));
        symlinkSync('../outside', join(broker.folder, 'sub'));
      }
      return push(...accesses);
    };
    return { path: join(broker.folder, 'sub', 'secret') };
  }

  test('a folder that becomes a link is not read through', async () => {
    const { path } = swapWhenAsked('files.open');
    await expect(read(path)).rejects.toMatchObject({ code: expect.stringMatching(/^(conflict|invalid-input)$/) });
  });

  test('a folder that becomes a link is not written through', async () => {
    const { path } = swapWhenAsked('files.create');
    await expect(write(path)).rejects.toMatchObject({ code: expect.stringMatching(/^(conflict|invalid-input)$/) });
    expect(readdirSync(broker.outside)).toEqual(['secret']);
  });

  test('a folder that becomes a link while a file is being written is not written through', async () => {
    const { path } = swapWhenAsked('never');
    const session = broker.open();
    const { handle } = await session.ask('files.create', { path, overwrite: true, mode: null });
    await session.raw('files.append', { handle }, Buffer.from('evil'));
    renameSync(join(broker.folder, 'sub'), join(broker.folder, 'sub-before'));
    symlinkSync('../outside', join(broker.folder, 'sub'));
    await expect(session.ask('files.commit', { handle })).rejects.toMatchObject({
      code: expect.stringMatching(/^(conflict|invalid-input)$/),
    });
    expect(readFileSync(join(broker.outside, 'secret'), 'utf8')).toBe('the secret');
    expect(readdirSync(broker.outside)).toEqual(['secret']);
    if (onLinux) expect(readdirSync(join(broker.folder, 'sub-before'))).toEqual(['secret']);
  });

  test('a folder that becomes a link is not emptied', async () => {
    const session = broker.open();
    const { path } = swapWhenAsked('files.remove');
    await expect(session.ask('files.remove', { path })).rejects.toMatchObject({
      code: expect.stringMatching(/^(conflict|not-found)$/),
    });
    expect(readFileSync(join(broker.outside, 'secret'), 'utf8')).toBe('the secret');
  });

  test('a file that becomes a link is not read through', async () => {
    const path = join(broker.folder, 'file');
    writeFileSync(path, 'harmless');
    const push = broker.record.push.bind(broker.record);
    broker.record.push = (...accesses) => {
      renameSync(path, `${path}-before`);
      symlinkSync('../outside/secret', path);
      return push(...accesses);
    };
    await expect(read(path)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('what is neither file nor folder', () => {
  test.skipIf(process.platform === 'win32')('a pipe is neither waited for nor read (not on Windows)', async () => {
    const path = join(broker.folder, 'pipe');
    execFileSync('mkfifo', [path]);
    await expect(read(path)).rejects.toMatchObject({ code: 'unsupported' });
    await expect(write(path)).rejects.toMatchObject({ code: 'unsupported' });
    const session = broker.open();
    await expect(session.ask('files.remove', { path })).rejects.toMatchObject({ code: 'unsupported' });
    expect(await session.ask('files.status', { path })).toMatchObject({ kind: 'other' });
  });

  test.skipIf(process.platform === 'win32')('a socket is not opened (not on Windows)', async () => {
    const path = join(broker.folder, 'socket');
    const server = createServer().listen(path);
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    await expect(read(path)).rejects.toMatchObject({ name: 'HeronError' });
  });
});

test('replacing a file that has a second name outside leaves the other as it is', async () => {
  linkSync(join(broker.outside, 'secret'), join(broker.folder, 'twin'));
  await write(join(broker.folder, 'twin'));
  expect(readFileSync(join(broker.outside, 'secret'), 'utf8')).toBe('the secret');
  expect(readFileSync(join(broker.folder, 'twin'), 'utf8')).toBe('evil');
});
