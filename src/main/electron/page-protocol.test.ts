import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answerPageRequest } from './page-protocol.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-page-'));
  mkdirSync(join(folder, 'renderer/assets'), { recursive: true });
  writeFileSync(join(folder, 'renderer/index.html'), '<title>Heron</title>');
  writeFileSync(join(folder, 'renderer/assets/a.js'), 'export {}');
  writeFileSync(join(folder, 'secret.json'), 'hidden');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const get = (url: string, method = 'GET') => answerPageRequest(join(folder, 'renderer'), { url, method, headers: new Headers() });

test('the page comes with rules that forbid scripts of others', async () => {
  const answer = await get('heron://app/');
  expect(await answer.text()).toBe('<title>Heron</title>');
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
});

test('its parts come with their types, its screens are the page', async () => {
  expect((await get('heron://app/assets/a.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(await (await get('heron://app/runs/1')).text()).toBe('<title>Heron</title>');
});

test.each([
  'heron://other/',
  'heron://app/assets/none.js',
  'heron://app/..%2fsecret.json',
  'heron://app/%2e%2e/secret.json',
])('%s is not answered', async (url) => {
  const answer = await get(url);
  expect(answer.status).toBe(404);
  expect(await answer.text()).not.toContain('hidden');
});

test('nothing can be sent to it', async () => {
  expect((await get('heron://app/', 'POST')).status).toBe(404);
});
