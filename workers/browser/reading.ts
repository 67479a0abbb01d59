import { type ActionRun, fail, readFields } from 'heron/worker-kit';
import { JSDOM } from 'jsdom';
import type { Actions } from './actions.generated.ts';

export const read: ActionRun<Actions['read']['input'], Actions['read']['output']> = async (
  { as, maxCharacters, session },
  { browser },
) => {
  const { text = '', ...page } = await browser.step(session, { kind: 'read', as });
  return { ...page, content: text.slice(0, maxCharacters), truncated: text.length > maxCharacters };
};

export const extract: ActionRun<Actions['extract']['input'], Actions['extract']['output']> = async (
  { schema, session },
  { browser },
) => {
  const { text = '', ...page } = await browser.step(session, { kind: 'read', as: 'html' });
  const dom = new JSDOM('');
  try {
    // Parsed without a window: no script of the page comes to life a second time.
    const { documentElement: root } = new dom.window.DOMParser().parseFromString(text, 'text/html');
    return {
      ...page,
      ...readFields({ root, url: page.url, resolve: (address) => URL.parse(address, page.url)?.href }, schema),
    };
  } catch (error) {
    if (error instanceof TypeError) fail('invalid-input', `schema: ${error.message}`, { field: 'schema' });
    throw error;
  } finally {
    dom.window.close();
  }
};
