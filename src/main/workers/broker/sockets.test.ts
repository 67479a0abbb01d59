import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type FakeBroker, type FakeBrokerOptions, type FakeSession, startFakeBroker } from './fake-broker.ts';
import { createRefusalOf } from './need-refusal.ts';

const onPosix = process.platform !== 'win32';

function start(options: FakeBrokerOptions = {}): FakeBroker {
  const broker = startFakeBroker(options);
  onTestFinished(() => broker.end());
  return broker;
}

/** A service of this machine: it says again what it was asked. */
async function serve(path: string, answer: RequestListener = again): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((done) => void server.listen(path, done));
  onTestFinished(() => void (server.closeAllConnections(), server.close()));
  return path;
}

const again: RequestListener = (request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => void parts.push(part));
  request.on('end', () => {
    const { method, url, headers } = request;
    response.setHeader('x-said', `${method} ${url} ${[headers['x-word']].join('')}`.trim());
    response.end(Buffer.concat(parts));
  });
};

const question = { method: 'GET', target: '/', headers: {} };

async function readAll(session: FakeSession, handle: number): Promise<string> {
  const parts: Uint8Array[] = [];
  for (;;) {
    const { done, bytes } = await session.ask('net.next', { handle });
    if (bytes) parts.push(bytes);
    if (done) return Buffer.concat(parts).toString();
  }
}

async function ask(session: FakeSession, path: string): Promise<string> {
  const { handle } = await session.ask('sockets.begin', { path, ...question });
  return readAll(session, (await session.ask('sockets.answer', { handle })).handle);
}

describe.skipIf(!onPosix)('a socket (skipped on Windows)', () => {
  test('that is allowed is asked, and a large body goes there piece by piece', async () => {
    const broker = start({ allow: [{ capability: 'socket', target: '/to be replaced' }] });
    const path = await serve(join(broker.folder, 'a.sock'));
    const session = start({ allow: [{ capability: 'socket', target: path }] }).open();
    const headers = { 'X-Word': 'hello' };
    const { handle } = await session.ask('sockets.begin', { path, method: 'POST', target: '/x?y=1', headers });
    const piece = Buffer.alloc(256 * 1024, 'a');
    for (let sent = 0; sent < 40; sent += 1) await session.ask('sockets.append', { handle }, piece);
    const answer = await session.ask('sockets.answer', { handle });
    expect(answer).toMatchObject({ status: 200, headers: { 'x-said': 'POST /x?y=1 hello' } });
    expect((await readAll(session, answer.handle)).length).toBe(40 * piece.length);
  });

  test('is named by its real path, whatever link was named, and each question is asked for and on record', async () => {
    const { folder } = start();
    const path = await serve(join(folder, 'real.sock'));
    symlinkSync(path, join(folder, 'link.sock'));
    const broker = start({ allow: [{ capability: 'socket', target: path }] });
    const session = broker.open();
    expect(await ask(session, join(folder, 'link.sock'))).toBe('');
    await ask(session, `${folder}/./real.sock`);
    const line = { operation: 'sockets.begin', target: path, detail: 'GET /', decision: 'allowed' };
    expect(broker.record).toMatchObject([line, line]);
  });

  test('that nobody allowed is not asked, though all files around it may be read and written', async () => {
    const broker = start();
    const path = await serve(join(broker.folder, 'a.sock'), () => expect.unreachable());
    await expect(ask(broker.open(), path)).rejects.toMatchObject({ code: 'permission-denied' });
  });

  test('keeps no connection when the call is over, and no descriptor', async () => {
    const { folder } = start();
    const path = await serve(join(folder, 'a.sock'), () => undefined);
    const session = start({ allow: [{ capability: 'socket', target: path }] }).open();
    const { handle } = await session.ask('sockets.begin', { path, ...question });
    const waiting = session.ask('sockets.answer', { handle });
    await Promise.all([expect(waiting).rejects.toMatchObject({ code: 'cancelled' }), session.close()]);
  });

  test('is asked what a call left, however the call ends, and not what was dropped', async () => {
    const { folder } = start();
    const asked: string[] = [];
    const path = await serve(join(folder, 'a.sock'), (request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(request.url === '/busy' ? 500 : 204).end();
    });
    const broker = start({ allow: [{ capability: 'socket', target: path }] });
    const cancelled = new AbortController();
    const session = broker.open(cancelled.signal);
    const leave = (target: string) => session.ask('sockets.leave', { path, method: 'DELETE', target });
    await leave('/containers/a');
    const { handle } = await leave('/containers/b');
    await session.ask('sockets.drop', { handle });
    // One that fails holds up neither the others nor the end.
    await leave('/busy');
    expect(asked).toEqual([]);
    expect(broker.record.map(({ detail }) => detail)).toContain('DELETE /containers/a');
    cancelled.abort(new Error('enough'));
    await session.close();
    expect(asked.toSorted()).toEqual(['DELETE /busy', 'DELETE /containers/a']);
    await expect(
      start().open().ask('sockets.leave', { path, method: 'DELETE', target: '/containers/a' }),
    ).rejects.toMatchObject({ code: 'permission-denied' });
    expect(asked).toHaveLength(2);
  });

  test('is not sent a secret, neither by its handle nor by its value', async () => {
    const { folder } = start();
    const path = await serve(join(folder, 'a.sock'));
    const broker = start({
      allow: [
        { capability: 'socket', target: path },
        { capability: 'secrets', target: 'token' },
      ],
      secrets: [{ name: 'token', reason: 'x', hosts: ['example.com'] }],
      kept: { token: { value: 'abcdefgh12345678', hosts: ['example.com'] } },
    });
    const session = broker.open();
    const handles = await session.ask('secrets.handle', { name: 'token' });
    const refused = { code: 'permission-denied', details: { rule: 'secret for another host' } };
    const asked = { path, method: 'POST', target: '/' };
    for (const word of [handles.handle, 'abcdefgh12345678']) {
      const headers = { 'x-word': word };
      await expect(session.ask('sockets.begin', { ...asked, headers })).rejects.toMatchObject(refused);
    }
    const { handle } = await session.ask('sockets.begin', { ...asked, headers: {} });
    const body = Buffer.from('key=abcdefgh12345678');
    await expect(session.ask('sockets.append', { handle }, body)).rejects.toMatchObject(refused);
  });

  test('that is none, is gone or nobody listens at is told from one that answers', async () => {
    const { folder } = start();
    const at = (name: string): string => join(folder, name);
    writeFileSync(at('file'), '');
    mkdirSync(at('folder'));
    await serve(at('left.sock'));
    renameSync(at('left.sock'), at('moved.sock'));
    const targets = ['file', 'folder', 'gone', 'moved.sock'].map(at);
    const session = start({ allow: targets.map((target) => ({ capability: 'socket', target })) }).open();
    await expect(ask(session, at('file'))).rejects.toMatchObject({ code: 'unsupported' });
    await expect(ask(session, at('folder'))).rejects.toMatchObject({ code: 'unsupported' });
    await expect(ask(session, at('gone'))).rejects.toMatchObject({ code: 'not-found' });
    // The server still listens behind its new name.
    expect(await ask(session, at('moved.sock'))).toBe('');
    await expect(ask(session, 'a.sock')).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

/** Sockets that no permission opens, by the rule that says so. */
const refused: [path: string, rule: string][] = [
  ['/run/dbus/system_bus_socket', 'socket of the session'],
  ['/var/run/dbus/system_bus_socket', 'socket of the session'],
  ['/run/user/1000/bus', 'socket of the session'],
  ['/run/user/1000/systemd/private', 'socket of the session'],
  ['/run/systemd/private', 'socket of the session'],
  ['/tmp/dbus-AbC123', 'socket of the session'],
  ['/tmp/my-session.bus', 'socket of the session'],
  ['/tmp/ssh-AbC123/agent.4711', 'socket with keys'],
  ['/tmp/my.agent', 'socket of the session'],
  ['/run/user/1000/keyring/ssh', 'socket with keys'],
  ['/run/user/1000/gcr/ssh', 'socket with keys'],
  ['/run/user/1000/gnupg/S.gpg-agent.ssh', 'socket with keys'],
  ['/run/user/1000/ssh-agent.socket', 'socket with keys'],
  ['/home/ada/.1password/agent.sock', 'socket with keys'],
  ['/home/ada/.gnupg/S.gpg-agent', 'credential folder'],
  ['/home/ada/.ssh/control.sock', 'credential folder'],
  ['/tmp/.X11-unix/X0', 'socket of the screen'],
  ['/run/user/1000/wayland-0', 'socket of the screen'],
  ['/run/user/1000/pulse/native', 'socket of the screen'],
  ['/run/user/1000/pipewire-0', 'socket of the screen'],
  ['/data/heron/engine.sock', 'protected path'],
  ['/tmp/heron-0123456789abcdef.sock', 'protected path'],
  ['/proc/1/root/run/docker.sock', 'system path'],
  ['/dev/log', 'system path'],
];

describe('sockets that nobody can allow', () => {
  const environment = {
    HOME: '/home/ada',
    SSH_AUTH_SOCK: '/tmp/my.agent',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/tmp/my-session.bus,guid=00;unix:abstract=/x',
  };
  const refusalOf = createRefusalOf({
    protectedFolders: ['/data/heron'],
    environment,
    scrubber: { find: () => undefined, text: (text) => text },
  });

  test.skipIf(!onPosix).each(refused)('%s: %s (skipped on Windows)', (target, rule) => {
    expect(refusalOf({ capability: 'socket', target })).toMatchObject({ rule });
  });

  test
    .skipIf(!onPosix)
    .each([
      '/run/docker.sock',
      '/run/podman/podman.sock',
      '/run/user/1000/podman/podman.sock',
      '/home/ada/.docker/run/docker.sock',
      '/home/ada/work/agents.txt/app.sock',
    ])('%s can be asked for (skipped on Windows)', (target) => {
    expect(refusalOf({ capability: 'socket', target })).toBeUndefined();
  });
});

test.skipIf(!onPosix)(
  'a link that leads to a refused socket is refused as that one is (skipped on Windows)',
  async () => {
    const broker = start({ environment: { HOME: '/home/ada', SSH_AUTH_SOCK: '' } });
    const agent = join(broker.folder, 'ssh-x');
    mkdirSync(agent);
    await serve(join(agent, 'agent.1'), () => expect.unreachable());
    symlinkSync(join(agent, 'agent.1'), join(broker.folder, 'docker.sock'));
    const refusal = { code: 'permission-denied', details: { rule: 'socket with keys' } };
    await expect(ask(broker.open(), join(broker.folder, 'docker.sock'))).rejects.toMatchObject(refusal);
    rmSync(join(broker.folder, 'docker.sock'));
  },
);
