import { fail, readFields } from 'heron/worker-kit';
import { JSDOM } from 'jsdom';
import type { Actions } from './actions.generated.ts';

export type Row = Record<string, unknown>;
export type What = Pick<Actions['rows']['input'], 'schema' | 'rows' | 'fields' | 'next'>;
export type TakenPage = { rows: Row[]; next: string | undefined };

/** A window is kept for so many pages: what a document leaves in it goes with it. */
const pagesOfWindow = 50;

/** Reads pages into rows, without a script of them coming to life. */
export function createPageReader(what: What): { read: (html: string, url: string) => TakenPage; close: () => void } {
  if (!what.schema && !what.fields) {
    fail('invalid-input', 'Say what to take: a schema, or rows and fields with selectors', { field: 'schema' });
  }
  if (what.fields && Object.keys(what.fields).length === 0) {
    fail('invalid-input', 'fields is empty: it names nothing to take', { field: 'fields' });
  }
  let dom = new JSDOM('');
  let pages = 0;
  return {
    read(html, url) {
      pages += 1;
      if (pages % pagesOfWindow === 0) {
        dom.window.close();
        dom = new JSDOM('');
      }
      const { documentElement: root } = new dom.window.DOMParser().parseFromString(html, 'text/html');
      return {
        rows: what.fields ? bySelectors(root, url, what) : bySchema(root, url, what),
        next: nextOf(root, url, what),
      };
    },
    close: () => dom.window.close(),
  };
}

function bySchema(root: Element, url: string, { schema }: What): Row[] {
  try {
    const { data } = readFields({ root, url, resolve: (address) => URL.parse(address, url)?.href }, schema ?? {});
    if (Array.isArray(data)) return data;
    return Object.keys(data).length > 0 ? [data] : [];
  } catch (error) {
    if (error instanceof TypeError) fail('invalid-input', `schema: ${error.message}`, { field: 'schema' });
    throw error;
  }
}

function bySelectors(root: Element, url: string, { rows = 'html', fields = {} }: What): Row[] {
  const elements = rows === 'html' ? [root] : [...select(root, rows, 'rows')];
  return elements
    .map((element) => {
      const row: Row = {};
      for (const [name, selector] of Object.entries(fields)) {
        const value = valueAt(element, selector, url, `fields.${name}`);
        if (value !== undefined) row[name] = value;
      }
      return row;
    })
    .filter((row) => Object.keys(row).length > 0);
}

function valueAt(element: Element, selector: string, url: string, field: string): string | undefined {
  const [, path = '', attribute] = /^(.*?)(?:@([\w-]+))?$/s.exec(selector) ?? [];
  const found = path.trim() === '' ? element : select(element, path, field)[0];
  if (!found) return undefined;
  if (attribute === undefined) return (found.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
  const value = found.getAttribute(attribute) ?? undefined;
  return value !== undefined && (attribute === 'href' || attribute === 'src') ? URL.parse(value, url)?.href : value;
}

function select(element: Element, selector: string, field: string): NodeListOf<Element> {
  try {
    return element.querySelectorAll(selector);
  } catch {
    return fail('invalid-input', `${field}: ${JSON.stringify(selector)} is no selector`, { field });
  }
}

/** A link that says of itself that it leads on. */
const usualNext = 'link[rel~=next], a[rel~=next], a[aria-label="Next" i], a[aria-label="Next page" i], .next a, a.next';

function nextOf(root: Element, url: string, { next }: What): string | undefined {
  if (next && next.kind !== 'link') return undefined;
  const link =
    select(root, next?.selector ?? usualNext, 'next.selector')[0] ?? (next?.selector ? undefined : byWords(root));
  const address = link?.getAttribute('href');
  return address ? URL.parse(address, url)?.href : undefined;
}

function byWords(root: Element): Element | undefined {
  return [...root.querySelectorAll('a[href]')].find(
    (link) =>
      /^(next|next page|older|more|weiter|suivant|siguiente)?\s*[›»→>]*$/i.test((link.textContent ?? '').trim()) &&
      link.textContent?.trim() !== '',
  );
}
