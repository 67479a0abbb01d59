// @vitest-environment jsdom
import { ORPCError } from '@orpc/server';
import { createElement } from 'react';
import { afterEach, expect, test } from 'vitest';
import type { StoredBlob } from '../../../contract/blobs.ts';
import type { Json } from '../../../contract/json.ts';
import { type FakePage, openPage } from '../../app/fake-page.ts';
import { createFakeEngine, testId } from '../../engine/fake-engine.ts';
import { BlobList } from './blob-list.tsx';

const picture: StoredBlob = {
  id: testId('blb', 1),
  runId: testId('run', 1),
  taskId: 'shoot',
  mediaType: 'image/png',
  name: 'spring.png',
  bytes: 2048,
  sha256: 'a',
  createdAt: 0,
};
const { name: _, ...nameless } = picture;
const drawing: StoredBlob = { ...nameless, id: testId('blb', 2), mediaType: 'image/svg+xml' };
const stored = new Map([picture, drawing].map((blob) => [blob.id, blob]));

let page: FakePage;
async function show(output: Json): Promise<void> {
  const engine = createFakeEngine((os) => ({
    blobs: {
      get: os.blobs.get.handler(({ input: { blobId } }) => {
        const blob = stored.get(blobId);
        if (!blob) throw new ORPCError('NOT_FOUND', { message: `There is no blob ${blobId}` });
        return blob;
      }),
    },
  }));
  page = await openPage(engine, createElement(BlobList, { output }));
  await page.settle();
}
afterEach(() => page.close());

test('a picture is shown and can be saved under its name [RT-28]', async () => {
  await show({ picture: picture.id, again: [picture.id] });
  const image = page.find<HTMLImageElement>('img');
  expect([image.getAttribute('src'), image.alt]).toEqual([`/blobs/${picture.id}`, 'spring.png']);
  const link = page.find<HTMLAnchorElement>('a');
  expect([link.getAttribute('href'), link.download]).toEqual([`/blobs/${picture.id}`, 'spring.png']);
  expect(page.text()).toContain('image/png, 2.0 KiB');
  expect(document.querySelectorAll('li')).toHaveLength(1);
});

test('a drawing, which could hold a script, is only saved', async () => {
  await show({ drawing: drawing.id });
  expect(document.querySelector('img')).toBeNull();
  expect(page.find<HTMLAnchorElement>('a').download).toBe(drawing.id);
});

test('one that is gone says so', async () => {
  const gone = testId('blb', 3);
  await show({ picture: gone });
  expect(page.text()).toContain(`There is no blob ${gone}`);
});
