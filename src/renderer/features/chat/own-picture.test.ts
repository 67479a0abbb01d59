import { expect, test } from 'vitest';
import { testId } from '../../engine/fake-engine.ts';
import { ownPicture } from './own-picture.ts';

test('only what Heron keeps is a picture of one’s own', () => {
  const id = testId('blb', 1);
  expect(ownPicture(`/blobs/${id}`)).toBe(`/blobs/${id}`);
  for (const src of [
    `https://example.com/blobs/${id}`,
    `//example.com/blobs/${id}`,
    `/blobs/${id}?a=1`,
    '/blobs/../x',
    id,
  ]) {
    expect(ownPicture(src)).toBeUndefined();
  }
});
