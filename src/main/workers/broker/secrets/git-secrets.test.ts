import { expect, onTestFinished, test } from 'vitest';
import { closedGitWords } from '../../../../worker-kit/closed-git-words.ts';
import { type FakeBroker, type FakeSession, startFakeBroker } from '../fake-broker.ts';
import { type FakeServer, startFakeServer } from '../network/fake-server.ts';
import { findProgram } from '../programs/find-program.ts';

const value = 'ghp_S3cr3t/value+1';
const path = gitPath();

function gitPath(): string | undefined {
  try {
    return findProgram('git', process.env['PATH'] ?? '').path;
  } catch {
    return undefined;
  }
}

function start(programs?: ['git']): FakeBroker {
  const broker = startFakeBroker({
    allow: [
      { capability: 'shell', target: path ?? '', exact: true },
      { capability: 'secrets', target: 'token' },
    ],
    secrets: [{ name: 'token', reason: 'To sign in.', hosts: ['127.0.0.1'], ...(programs ? { programs } : {}) }],
    kept: { token: { value, hosts: [] } },
  });
  onTestFinished(() => broker.end());
  return broker;
}

async function serve(): Promise<FakeServer> {
  const server = await startFakeServer((_request, response) => response.writeHead(404).end());
  onTestFinished(() => server.end());
  return server;
}

async function lsRemote(
  session: FakeSession,
  url: string,
  scope = `${new URL(url).origin}/`,
  words = closedGitWords,
  isDetachable = false,
) {
  const { handle: secret } = await session.ask('secrets.handle', { name: 'token' });
  const args = [...words, `--config-env=http.${scope}.extraHeader=GIT_HEADER`, 'ls-remote', url];
  const environment = { GIT_HEADER: `Authorization: Basic ${Buffer.from(`git:${secret}`).toString('base64')}` };
  const { handle } = await session.ask('shell.open', {
    program: 'git',
    args,
    cwd: null,
    input: null,
    environment,
    isDetachable,
  });
  for (;;) if ('exit' in (await session.ask('shell.next', { handle }))) return;
}

test.skipIf(!path)(
  'git sends a secret to its host, and nobody reads it in the command (skipped without git)',
  async () => {
    const [broker, server] = [start(['git']), await serve()];
    await lsRemote(broker.open(), `${server.url}/a.git`);
    expect(server.seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from(`git:${value}`).toString('base64')}`);
    expect(broker.record.map(({ operation }) => operation)).toEqual(['secrets.handle', 'shell.open', 'secrets.use']);
    expect(JSON.stringify(broker.record)).not.toContain(value);
  },
);

test.skipIf(!path)('a git that may go on without its call is handed no secret (skipped without git)', async () => {
  const [broker, server] = [start(['git']), await serve()];
  await lsRemote(broker.open(), `${server.url}/a.git`, undefined, undefined, true);
  expect(server.seen).toHaveLength(1);
  expect(Buffer.from(server.seen[0]?.headers.authorization?.slice(6) ?? '', 'base64').toString()).toMatch(
    /^git:heron-secret-/,
  );
});

test.skipIf(!path)('a git that follows elsewhere takes no secret along (skipped without git)', async () => {
  const [broker, server] = [start(['git']), await serve()];
  await lsRemote(broker.open(), `http://localhost:${server.port}/a.git`, `${server.url}/`);
  expect(server.seen[0]?.headers.authorization).toBeUndefined();
});

test.skipIf(!path).each([
  ['a secret that is not for git', undefined, undefined, undefined, 'invalid-input'],
  ['another host', ['git'], 'https://example.com/', undefined, 'permission-denied'],
  ['plain http to the outside', ['git'], 'http://example.com/', undefined, 'permission-denied'],
  ['a git that is not closed', ['git'], undefined, [], 'invalid-input'],
] as const)('nothing is started for %s (skipped without git)', async (_what, programs, scope, words, code) => {
  const [broker, server] = [start(programs && ['git']), await serve()];
  const call = lsRemote(broker.open(), `${server.url}/a.git`, scope, words);
  await expect(call).rejects.toMatchObject({ code });
  expect(server.seen).toEqual([]);
});
