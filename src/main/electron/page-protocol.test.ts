import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StoredBlob } from '../../contract/blobs.ts';
import { HeronError } from '../base/errors.ts';
import type { BlobSource } from '../gateway/blob-answer.ts';
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

const get = (url: string, method = 'GET') =>
  answerPageRequest(join(folder, 'renderer'), { url, method, headers: new Headers(), body: null });

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

test('the bytes of a blob come as over HTTP, whole or in part', async () => {
  const blob: StoredBlob = {
    ...{ id: 'blb_1', runId: 'run_1', taskId: 't', mediaType: 'image/png', bytes: 6, sha256: 'a', createdAt: 0 },
  };
  const blobs = {
    get(id: string): StoredBlob {
      if (id !== blob.id) throw new HeronError('not-found', `There is no blob ${id}`);
      return blob;
    },
    open: () => open(join(folder, 'secret.json')),
    receive: () => Promise.reject(new HeronError('storage', 'Nothing is taken in here')),
  };
  const ask = (url: string, headers = new Headers()) =>
    answerPageRequest(join(folder, 'renderer'), { url, method: 'GET', headers, body: null }, blobs);
  expect(await (await ask('heron://app/blobs/blb_1')).text()).toBe('hidden');
  const part = await ask('heron://app/blobs/blb_1', new Headers({ range: 'bytes=1-2' }));
  expect([part.status, await part.text()]).toEqual([206, 'id']);
  expect((await ask('heron://app/blobs/blb_2')).status).toBe(404);
});

test('a file is handed in there, and a refusal says why', async () => {
  const pieces: string[] = [];
  const kept: StoredBlob = {
    id: 'blb_1',
    mediaType: 'text/plain',
    name: 'a b.txt',
    bytes: 5,
    sha256: 'a',
    createdAt: 0,
  };
  const blobs: BlobSource = {
    get: () => kept,
    open: () => open(join(folder, 'secret.json')),
    receive: async ({ name, mediaType }, bytes) => {
      if (name === '') throw new HeronError('invalid-input', 'name: A file needs a name');
      for await (const piece of bytes) pieces.push(Buffer.from(piece).toString());
      return { ...kept, name, mediaType };
    },
  };
  const send = (path: string) =>
    answerPageRequest(
      join(folder, 'renderer'),
      new Request(`heron://app${path}`, { method: 'POST', body: 'alpha', headers: { 'content-type': 'text/plain' } }),
      blobs,
    );
  expect(await (await send('/blobs?name=a%20b.txt')).json()).toEqual(kept);
  expect(pieces.join('')).toBe('alpha');
  const refused = await send('/blobs');
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ data: { code: 'invalid-input', message: 'name: A file needs a name' } });
});
