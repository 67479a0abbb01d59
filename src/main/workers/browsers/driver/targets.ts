import type { Locator, Page } from 'playwright-core';
import { HeronError } from '../../../base/errors.ts';

export type TargetUse = 'click' | 'type' | 'choose' | 'look';

const clickable = ['button', 'link', 'tab', 'menuitem', 'checkbox', 'radio', 'option', 'switch'] as const;

/**
 * What a target means on the page: a handle of the last outline, a selector after `css=`, or words: the label of a field, the
 * name of a button or link, what stands in an empty field, text. Whole words go before parts of them. Errors: `not-found`.
 */
export async function locate(page: Page, target: string, use: TargetUse): Promise<Locator> {
  if (/^(f\d+)?e\d+$/.test(target)) return existing(page.locator(`aria-ref=${target}`), target);
  if (target.startsWith('css=')) return existing(page.locator(target), target);
  for (const exact of [true, false]) {
    for (const candidate of byWords(page, target, exact, use)) {
      const shown = candidate.filter({ visible: true });
      if ((await shown.count()) > 0) return shown.first();
    }
  }
  throw missing(page, target);
}

function byWords(page: Page, words: string, exact: boolean, use: TargetUse): Locator[] {
  const labelled = [
    page.getByLabel(words, { exact }),
    page.getByPlaceholder(words, { exact }),
    page.getByTitle(words, { exact }),
  ];
  const named = clickable.map((role) => page.getByRole(role, { name: words, exact }));
  const text = page.getByText(words, { exact });
  return use === 'click' || use === 'look' ? [...named, text, ...labelled] : labelled;
}

async function existing(locator: Locator, target: string): Promise<Locator> {
  const count = await locator.count().catch((error: unknown) => {
    if (/ref .*not found|stale/i.test(String(error))) return 0;
    throw new HeronError('invalid-input', `${target} is no selector: ${firstLine(error)}`, { target });
  });
  if (count === 0) throw missing(locator.page(), target);
  return locator.first();
}

function missing(page: Page, target: string): HeronError {
  const message = `There is no ${JSON.stringify(target)} on ${page.url()}; look at the outline of the page for what there is`;
  return new HeronError('not-found', message, { target, url: page.url() });
}

export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? text;
}
