import axe from 'axe-core';
import type { Page } from 'playwright';

/** What is judged: the rules of WCAG 2.2 A and AA, and what is good practice. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Frames may be judged from the page whatever their origin: that of one without an address is no origin. */
const library = `${axe.source}; axe.configure({ allowedOrigins: ['<unsafe_all_origins>'] })`;

/**
 * Rules of WCAG 2.2 AA that the page breaks, with the elements that break them. The library stays in the page, and lists only what
 * breaks a rule: describing the thousands of elements that break none takes longer than judging them.
 */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  for (const frame of page.frames()) {
    if (!(await frame.evaluate('"axe" in window'))) await frame.evaluate(library);
  }
  return page.evaluate(async (values) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: { type: 'tag', values },
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  }, tags);
}
