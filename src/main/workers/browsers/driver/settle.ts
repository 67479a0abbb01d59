import type { Page, Request } from 'playwright-core';

const quietMs = 100;

export type Traffic = { settle(timeoutMs: number): Promise<void> };

/** Counts what a page has asked for and not been answered: a step is over when the page has become quiet. */
export function watchTraffic(page: Page): Traffic {
  const open = new Set<Request>();
  let changedAt = performance.now();
  let wake = (): void => undefined;
  const changed = (): void => {
    changedAt = performance.now();
    wake();
  };
  const ended = (request: Request): void => {
    open.delete(request);
    changed();
  };
  page.on('request', (request) => {
    open.add(request);
    changed();
  });
  page.on('requestfinished', ended).on('requestfailed', ended);
  // What a page it has left was waiting for is never answered.
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) open.clear();
    changed();
  });

  return {
    /** Pages that never are quiet have had their time. */
    async settle(timeoutMs) {
      const end = performance.now() + timeoutMs;
      changedAt = performance.now();
      while (!page.isClosed()) {
        const now = performance.now();
        const quietIn = open.size > 0 ? Infinity : changedAt + quietMs - now;
        if (quietIn <= 0 || now >= end) return;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.max(1, Math.min(quietIn, end - now)));
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
  };
}
