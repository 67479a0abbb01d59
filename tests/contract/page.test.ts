import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Gateway, GatewayParts } from '../../src/main/gateway/gateway.ts';
import { httpRequest, type Answer } from './http-request.ts';
import { createTestEngine, type TestEngine } from './test-engine.ts';
import { testGateway } from './transports.ts';

let engine: TestEngine;
let gateway: Gateway;
let get: (path: string, method?: string) => Promise<Answer>;

beforeEach(async () => {
  engine = createTestEngine();
  const rendererFolder = join(engine.folder, 'renderer');
  mkdirSync(join(rendererFolder, 'assets'), { recursive: true });
  writeFileSync(join(rendererFolder, 'index.html'), '<!doctype html><title>Heron</title>');
  writeFileSync(join(rendererFolder, 'assets/index-abc.js'), 'export {}');
  writeFileSync(join(rendererFolder, 'notes.unknown'), 'bytes');
  writeFileSync(join(engine.folder, 'secrets.json'), '{"key":"hidden"}');
  mkdirSync(join(engine.folder, 'renderer-backup'));
  writeFileSync(join(engine.folder, 'renderer-backup/old.js'), 'hidden');
  await begin(rendererFolder);
});
afterEach(async () => {
  await gateway.close();
  await engine.close();
});

async function begin(rendererFolder: string | undefined, pageMarks?: GatewayParts['pageMarks']): Promise<void> {
  const started = testGateway(engine, { ...(rendererFolder && { rendererFolder }), ...(pageMarks && { pageMarks }) });
  gateway = started.gateway;
  const port = await gateway.listenOnPort(0);
  const headers = { authorization: `Bearer ${started.tokens.apiToken}` };
  get = (path, method = 'GET') => httpRequest({ port }, { path, method, headers });
}

test('the page is served fresh, with rules that forbid scripts of others', async () => {
  const answer = await get('/');
  expect(answer.status).toBe(200);
  expect(answer.text).toContain('<title>Heron</title>');
  expect(answer.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  const policy = String(answer.headers['content-security-policy']);
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
});

test('the page is told what its first paint depends on', async () => {
  const rendererFolder = join(engine.folder, 'renderer');
  writeFileSync(join(rendererFolder, 'index.html'), '<html lang="en" data-theme="system"><title>Heron</title>');
  await gateway.close();
  await begin(rendererFolder, () => ({ theme: 'dark', isWelcomed: true }));
  expect((await get('/')).text).toBe('<html lang="en" data-theme="dark" data-welcomed><title>Heron</title>');
  await gateway.close();
  await begin(rendererFolder, () => ({ theme: 'system', isWelcomed: false }));
  const answer = await get('/runs');
  expect(answer.text).toBe('<html lang="en" data-theme="system"><title>Heron</title>');
  expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' });
});

test('assets may be kept for ever', async () => {
  const answer = await get('/assets/index-abc.js');
  expect(answer.text).toBe('export {}');
  expect(answer.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
  });
});

test('HEAD gives the headers alone', async () => {
  const answer = await get('/assets/index-abc.js', 'HEAD');
  expect([answer.status, answer.headers['content-length'], answer.text]).toEqual([200, '9', '']);
});

test('a screen of the page is the page', async () => {
  expect((await get('/runs/run_01?tab=changes')).text).toContain('<title>Heron</title>');
});

test('a file of an unknown kind is bytes, not something to run', async () => {
  expect((await get('/notes.unknown')).headers['content-type']).toBe('application/octet-stream');
});

test.each([
  '/../secrets.json',
  '/assets/../../secrets.json',
  '/%2e%2e/secrets.json',
  '/..%2fsecrets.json',
  '/%2e%2e%2fsecrets.json',
  '/assets/..%5c..%5csecrets.json',
  '/..%00/secrets.json',
  '/../renderer-backup/old.js',
  '//secrets.json',
  '/%E0%A4%A.json',
])('%s leads nowhere', async (path) => {
  const answer = await get(path);
  expect(answer.text).not.toContain('hidden');
  expect(answer.status).toBe(404);
});

test('without a built page a person is told what to do', async () => {
  await gateway.close();
  await begin(undefined);
  const answer = await get('/');
  expect(answer.status).toBe(503);
  expect(answer.text).toContain('npm run build');
});
