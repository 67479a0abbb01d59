import { expect, test } from 'vitest';
import type { StoredBlob } from '../../contract/blobs.ts';
import { answerForBlob, blobIdOf } from './blob-answer.ts';

const blob: StoredBlob = {
  id: 'blb_00000000000000000000000001',
  runId: 'run_00000000000000000000000001',
  taskId: 't',
  mediaType: 'image/png',
  name: 'spring.png',
  bytes: 100,
  sha256: 'abc',
  createdAt: 0,
};
const ask = (range?: string, more: Partial<Parameters<typeof answerForBlob>[1]> = {}, of: StoredBlob = blob) =>
  answerForBlob(of, { method: 'GET', range, ifNoneMatch: undefined, ifRange: undefined, ...more });

test.each([
  ['bytes=0-9', 206, { start: 0, end: 9 }, 'bytes 0-9/100', '10'],
  ['bytes=90-', 206, { start: 90, end: 99 }, 'bytes 90-99/100', '10'],
  ['bytes=-5', 206, { start: 95, end: 99 }, 'bytes 95-99/100', '5'],
  ['bytes=-500', 206, { start: 0, end: 99 }, 'bytes 0-99/100', '100'],
  ['bytes=99-5000', 206, { start: 99, end: 99 }, 'bytes 99-99/100', '1'],
  ['bytes=100-', 416, undefined, 'bytes */100', '0'],
  ['bytes=-0', 416, undefined, 'bytes */100', '0'],
  ['bytes=9-1', 200, { start: 0, end: 99 }, undefined, '100'],
  ['bytes=0-1,5-6', 200, { start: 0, end: 99 }, undefined, '100'],
  ['pages=1-2', 200, { start: 0, end: 99 }, undefined, '100'],
  ['bytes=-', 200, { start: 0, end: 99 }, undefined, '100'],
])('the range %s is answered with %i', (range, status, sent, contentRange, length) => {
  const answer = ask(range);
  expect([answer.status, answer.range]).toEqual([status, sent]);
  expect([answer.headers['content-range'], answer.headers['content-length']]).toEqual([contentRange, length]);
});

test('what the caller has already is not sent again; a range of something else counts for nothing', () => {
  expect(ask(undefined, { ifNoneMatch: '"x", "abc"' })).toMatchObject({ status: 304 });
  expect(ask('bytes=0-9', { ifRange: '"x"' }).status).toBe(200);
  expect(ask('bytes=0-9', { ifRange: '"abc"' }).status).toBe(206);
});

test('HEAD and an empty blob have no body', () => {
  expect(ask(undefined, { method: 'HEAD' })).toMatchObject({ status: 200, headers: { 'content-length': '100' } });
  expect(ask(undefined, { method: 'HEAD' }).range).toBeUndefined();
  expect(ask(undefined, {}, { ...blob, bytes: 0 })).toMatchObject({ status: 200, headers: { 'content-length': '0' } });
  expect(ask('bytes=0-', {}, { ...blob, bytes: 0 }).status).toBe(416);
});

test.each([
  ['image/png', 'spring.png', `inline; filename="spring.png"; filename*=UTF-8''spring.png`],
  ['image/svg+xml', 'x.svg', `attachment; filename="x.svg"; filename*=UTF-8''x.svg`],
  ['text/html', undefined, `attachment; filename="${blob.id}"; filename*=UTF-8''${blob.id}`],
  ['audio/ogg', 'Grün "1".ogg', `attachment; filename="Gr_n _1_.ogg"; filename*=UTF-8''Gr%C3%BCn%20%221%22.ogg`],
])('%s is shown or saved, and can run nothing', (mediaType, name, disposition) => {
  const { name: _, ...nameless } = blob;
  const { headers } = ask(undefined, {}, { ...nameless, mediaType, ...(name === undefined ? {} : { name }) });
  expect(headers['content-disposition']).toBe(disposition);
  expect(headers['content-security-policy']).toContain('sandbox');
  expect(headers['x-content-type-options']).toBe('nosniff');
});

test('only /blobs/ and one id is the path of a blob', () => {
  expect(blobIdOf(`/blobs/${blob.id}`)).toBe(blob.id);
  for (const path of ['/blobs/', '/blobs', '/blobs/a/b', '/other/a', '/x/blobs/a'])
    expect(blobIdOf(path)).toBeUndefined();
});
