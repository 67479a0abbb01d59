/**
 * The things of pages, one by one. A generator takes three turns of the queue for each thing it gives, which is more work than most
 * of them are; this takes one, and asks `pages` only where a page ends.
 */
export function eachOfPages<Page, Thing>(
  pages: AsyncGenerator<Page, void>,
  countOf: (page: Page) => number,
  thingAt: (page: Page, at: number) => Thing,
): AsyncIterableIterator<Thing> {
  let page: Page | undefined;
  let [at, count] = [0, 0];
  let turning: Promise<void> | undefined;
  let isOver = false;

  async function turn(): Promise<void> {
    try {
      const { done = false, value } = await pages.next();
      isOver = done;
      page = value ?? undefined;
      [at, count] = [0, page === undefined ? 0 : countOf(page)];
    } finally {
      turning = undefined;
    }
  }

  async function nextAfterTurn(): Promise<IteratorResult<Thing>> {
    await (turning ??= turn());
    return isOver ? { done: true, value: undefined } : things.next();
  }

  const things: AsyncIterableIterator<Thing> = {
    next() {
      if (page === undefined || at >= count) return nextAfterTurn();
      return Promise.resolve({ done: false, value: thingAt(page, at++) });
    },
    async return() {
      [isOver, page] = [true, undefined];
      await pages.return();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => things,
  };
  return things;
}
