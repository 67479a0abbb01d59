import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openServedEngine, type ServedTestEngine } from './served-engine.ts';
import { type SignInServer, startSignInServer } from './sign-in-server.ts';

const root = join(import.meta.dirname, '../..');

let served: ServedTestEngine;
let notes: SignInServer;
beforeAll(async () => {
  notes = await startSignInServer();
  served = await openServedEngine();
});
afterAll(async () => {
  await served.close();
  await notes.close();
});

const api = () => served.engine().client;
const one = async (name = 'notes') => (await api().mcp.list()).find((server) => server.name === name);
const address = (url: string) => ({ transport: 'http' as const, url, headers: {} });

/** As a browser: what the page sends on to. */
async function answerOf(page: string): Promise<URL> {
  const shown = await fetch(page, { redirect: 'manual' });
  expect(shown.status).toBe(302);
  return new URL(shown.headers.get('location') ?? '');
}

async function signIn(): Promise<void> {
  const { page } = await api().mcp.signIn({ name: 'notes' });
  expect((await fetch(await answerOf(page))).status).toBe(200);
  await expect.poll(() => one()).toMatchObject({ state: 'ready', signIn: 'done' });
}

async function readNote() {
  const plan = { version: 1 as const, title: 'Read', tasks: [{ id: 'one', action: 'mcp-notes.note', input: {} }] };
  const { runId } = await api().runs.start({ plan, unattended: true });
  const { error, tasks } = await served.ended(runId);
  return { error, output: tasks['one']?.output };
}

test('one signs in at a server in the browser: found out, registered, checked, kept and renewed [RT-23]', async () => {
  const added = await api().mcp.add({ name: 'notes', connection: address(notes.url) });
  expect(added).toMatchObject({ state: 'failed', signIn: 'needed', error: { code: 'permission-missing' } });
  expect(added.error?.message).toContain('heron mcp login notes');

  const { page } = await api().mcp.signIn({ name: 'notes' });
  expect(await one()).toMatchObject({ signIn: 'waiting' });
  const asked = new URL(page).searchParams;
  expect(asked.get('code_challenge_method')).toBe('S256');
  expect(asked.get('scope')).toBe('notes');
  const answer = await answerOf(page);
  expect(answer.hostname).toBe('127.0.0.1');
  const forged = new URL(answer);
  forged.searchParams.set('state', 'another');
  expect((await fetch(forged)).status).toBe(400);
  expect(await one()).toMatchObject({ signIn: 'waiting' });
  expect((await fetch(answer)).status).toBe(200);
  await expect.poll(() => one()).toMatchObject({ state: 'ready', signIn: 'done', tools: [{ name: 'note' }] });
  await expect(fetch(answer)).rejects.toThrow(); // nobody listens any more

  await api().mcp.setTool({ name: 'notes', tool: 'note', policy: 'allow' });
  notes.expire('access');
  expect((await readNote()).output).toMatchObject({ text: 'only for who signed in' });
  expect(notes.seen).toMatchObject({ registered: 1, renewed: 1 });
  await served.restart();
  expect(await one()).toMatchObject({ signIn: 'done' });
  notes.expire('access');
  expect((await Promise.all([readNote(), readNote()])).map(({ error }) => error)).toEqual([undefined, undefined]);

  expect(await api().secrets.list({})).toContainEqual(
    expect.objectContaining({ name: 'mcp-sign-in-notes', kind: 'sign-in', hosts: [new URL(notes.url).host] }),
  );
  const tokens = [...new Set(notes.seen.headers.filter((header) => header !== ''))].map((header) => header.slice(7));
  expect(tokens.length).toBeGreaterThan(2);
  const { events } = await api().events.list({ limit: 5000 });
  const written = JSON.stringify(events) + served.logText() + JSON.stringify(await api().mcp.logs({ name: 'notes' }));
  for (const token of tokens) expect(written).not.toContain(token);
});

test('a sign-in that has run out, or is for too little, is asked for anew', async () => {
  notes.expire('all');
  expect((await readNote()).error).toMatchObject({ code: 'permission-missing', message: /heron mcp login notes/ });
  expect(await one()).toMatchObject({ signIn: 'needed' });
  await signIn();
  notes.wanted = 'more';
  expect((await readNote()).error).toMatchObject({ code: 'permission-missing', message: /more than was allowed/ });
  await signIn();
  expect(notes.seen.scopes.at(-1)?.split(' ').toSorted()).toEqual(['more', 'notes']);
  expect((await readNote()).output).toMatchObject({ text: 'only for who signed in' });
});

test('a no on the page is told, and a sign-in that is forgotten leaves nothing behind', async () => {
  await api().mcp.signOut({ name: 'notes' });
  expect(await one()).toMatchObject({ state: 'failed', signIn: 'needed' });
  expect(JSON.stringify(await api().secrets.list({}))).not.toContain('mcp-sign-in');
  notes.refuses = true;
  const { page } = await api().mcp.signIn({ name: 'notes' });
  expect((await fetch(await answerOf(page))).status).toBe(200);
  await expect.poll(() => one()).toMatchObject({ state: 'failed', signIn: 'needed' });
  await expect
    .poll(async () => (await api().events.list({ types: ['mcp.signInFailed'] })).events.at(-1)?.payload)
    .toMatchObject({ error: { code: 'permission-denied', message: 'The sign-in was refused (access_denied)' } });
  notes.refuses = false;
});

test('heron mcp login writes the page and waits for the answer, logout forgets it', async () => {
  const heron = (...words: string[]) =>
    spawn(process.execPath, [join(root, 'bin/heron.js'), '--data-dir', served.folder, 'mcp', ...words], {
      env: { PATH: process.env['PATH'], HERON_FROM_SOURCE: '1' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const login = heron('login', 'notes');
  const ended = once(login, 'exit');
  const [line] = (await once(login.stdout, 'data')) as [Buffer];
  expect((await fetch(await answerOf(line.toString().trim()))).status).toBe(200);
  expect((await ended)[0]).toBe(0);
  await expect.poll(() => one()).toMatchObject({ signIn: 'done' });
  const logout = heron('logout', 'notes');
  logout.stdout.resume();
  expect((await once(logout, 'exit'))[0]).toBe(0);
  expect(await one()).toMatchObject({ signIn: 'needed' });
});

test('a server that sends the sign-in over an open line, or says nothing of one, is refused with the reason', async () => {
  const given: { metadata?: object } = {};
  const server = createServer((request, response) => {
    if (request.url === '/mcp') return void response.writeHead(401).end();
    if (given.metadata === undefined || !request.url?.startsWith('/.well-known/oauth-protected')) {
      return void response.writeHead(404).end();
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(given.metadata));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  await api().mcp.add({ name: 'odd', connection: address(url) });
  await expect(api().mcp.signIn({ name: 'odd' })).rejects.toThrow(/The sign-in at the MCP server odd failed/);
  given.metadata = { resource: url, authorization_servers: ['http://example.invalid'] };
  await expect(api().mcp.signIn({ name: 'odd' })).rejects.toThrow(/http:\/\/example\.invalid is not safe/);
  expect(await one('odd')).toMatchObject({ signIn: 'needed' });
  const own = { ...address(url), headers: { Authorization: 'Bearer mine' } };
  expect(await api().mcp.add({ name: 'own', connection: own })).not.toHaveProperty('signIn');
  await expect(api().mcp.signIn({ name: 'own' })).rejects.toThrow(/has a header for it/);
});
