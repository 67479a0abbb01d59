import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { StoredBlob } from '../../../contract/blobs.ts';
import { testId } from '../../engine/fake-engine.ts';
import { UploadRefused } from '../../engine/upload-file.ts';
import { attachmentsOf, createDraftFiles, type DraftFile } from './draft-files.ts';
import { keptWords } from './kept-words.ts';

const unreachable = () => new TypeError('Failed to fetch');

function setUp(answer: (file: File) => Promise<Partial<StoredBlob>>) {
  const kept = new Map<string, string>();
  const storage = {
    get length() {
      return kept.size;
    },
    key: (index: number) => [...kept.keys()][index] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const state = createStore<{ files: Record<string, DraftFile[]> }>(() => ({ files: {} }));
  const online = Promise.withResolvers<void>();
  const files = createDraftFiles({
    state,
    words: keptWords(storage),
    upload: async (file) => ({ mediaType: 'text/plain', ...(await answer(file)) }) as StoredBlob,
    whenOnline: () => online.promise,
    wait: () => Promise.resolve(),
  });
  const of = (thread: string) => state.getState().files[thread] ?? [];
  return { files, of, goOnline: online.resolve, kept: () => keptWords(storage).files() };
}

const file = (name: string) => new File(['alpha'], name, { type: 'text/plain' });
const id = testId('blb', 1);

test('a file goes to the engine at once, and the draft keeps it over the end of the page', async () => {
  const { files, of, kept } = setUp(async () => ({ id }));
  files.add('cnv_1', [file('a.txt')]);
  expect(of('cnv_1')).toMatchObject([{ name: 'a.txt', bytes: 5 }]);
  expect(kept()).toEqual({});
  await expect.poll(() => of('cnv_1')[0]?.id).toBe(id);
  expect(kept()).toEqual({ cnv_1: [{ id, name: 'a.txt', bytes: 5, mediaType: 'text/plain' }] });
  files.move('cnv_1', 'cnv_2');
  expect(kept()).toEqual({ cnv_2: attachmentsOf(of('cnv_2')) });
  files.clear('cnv_2');
  expect(kept()).toEqual({});
});

test('while the engine cannot be reached a file waits, and goes when it is back', async () => {
  let isUp = false;
  const { files, of, goOnline } = setUp(async () => (isUp ? { id } : Promise.reject(unreachable())));
  files.add('cnv_1', [file('a.txt')]);
  await expect.poll(() => of('cnv_1')[0]?.isWaiting).toBe(true);
  files.move('cnv_1', 'cnv_2');
  isUp = true;
  goOnline();
  await expect.poll(() => of('cnv_2')[0]).toMatchObject({ id });
  expect(of('cnv_2')[0]).not.toHaveProperty('isWaiting');
});

test('what the engine refuses says why, and can be tried again or taken away', async () => {
  const failure = { code: 'storage' as const, message: 'The disk is full' };
  let isFull = true;
  const { files, of } = setUp(async () => (isFull ? Promise.reject(new UploadRefused(failure)) : { id }));
  files.add('cnv_1', [file('a.txt'), file('b.txt')]);
  await expect.poll(() => of('cnv_1').map((one) => one.failure)).toEqual([failure, failure]);
  isFull = false;
  const [first, second] = of('cnv_1');
  files.retry(first?.key ?? '');
  files.remove('cnv_1', second?.key ?? '');
  await expect.poll(() => of('cnv_1')).toMatchObject([{ name: 'a.txt', id }]);
  expect(of('cnv_1')[0]?.failure).toBeUndefined();
});

test('a file that is taken away while it is on its way does not come back', async () => {
  const answer = Promise.withResolvers<{ id: string }>();
  const { files, of } = setUp(() => answer.promise);
  files.add('cnv_1', [file('a.txt')]);
  files.remove('cnv_1', of('cnv_1')[0]?.key ?? '');
  answer.resolve({ id });
  await Promise.resolve();
  expect(of('cnv_1')).toEqual([]);
});
