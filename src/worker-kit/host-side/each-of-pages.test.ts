import { expect, test } from 'vitest';
import { eachOfPages } from './each-of-pages.ts';

const letters = (pages: AsyncGenerator<string, void>) =>
  eachOfPages(
    pages,
    (page) => page.length,
    (page, at) => page[at],
  );

async function* pagesOf(...pages: string[]): AsyncGenerator<string, void> {
  yield* pages;
}

test('all things come in order, over empty pages', async () => {
  expect(await Array.fromAsync(letters(pagesOf('ab', '', 'c', '')))).toEqual(['a', 'b', 'c']);
  expect(await Array.fromAsync(letters(pagesOf()))).toEqual([]);
});

test('whoever asks for several at once gets each thing once', async () => {
  const things = letters(pagesOf('ab', 'cd'));
  const asked = await Promise.all(Array.from({ length: 6 }, () => things.next()));
  expect(asked.map(({ value }) => value as unknown)).toEqual(['a', 'b', 'c', 'd', undefined, undefined]);
});

test('leaving in the middle ends the pages, and a failure of theirs is heard', async () => {
  let isClosed = false;
  async function* watched(): AsyncGenerator<string, void> {
    try {
      yield 'ab';
      throw new Error('The disk is gone');
    } finally {
      isClosed = true;
    }
  }
  for await (const letter of letters(watched())) {
    expect(letter).toBe('a');
    break;
  }
  expect(isClosed).toBe(true);
  await expect(Array.fromAsync(letters(watched()))).rejects.toThrow('The disk is gone');
});
