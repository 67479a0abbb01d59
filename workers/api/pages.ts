import { fail } from 'heron/worker-kit';
import { withQuery } from './exchange.ts';
import { valueAt } from './json-path.ts';

export type Paging = {
  kind: 'link' | 'cursor' | 'page' | 'offset';
  /** Where the items are in an answer. */
  items: string;
  /** Of a cursor: where the next one is. */
  next?: string;
  /** The name of the field in the address. */
  parameter?: string;
  start?: number;
  size?: number;
  sizeParameter?: string;
  maxPages: number;
};

export type Page = { url: string; headers: Record<string, string>; body: unknown };

const usualParameter = { link: '', cursor: 'cursor', page: 'page', offset: 'offset' } as const;

/** The address of the first page. */
export function firstPage(url: string, paging: Paging): string {
  const size = paging.sizeParameter === undefined ? {} : { [paging.sizeParameter]: String(paging.size ?? 100) };
  const sized = withQuery(url, size);
  if (paging.kind === 'page' || paging.kind === 'offset') return withQuery(sized, placeOf(paging, startOf(paging)));
  if (paging.kind === 'cursor' && paging.next === undefined)
    fail('invalid-input', 'pages.next is missing: say where in an answer the next cursor is', { field: 'pages.next' });
  return sized;
}

/** Errors: `invalid-input` where the items are not a list. */
export function itemsOf({ body, url }: Page, { items: path }: Paging): unknown[] {
  const items = valueAt(body, path);
  if (Array.isArray(items)) return items;
  return fail('invalid-input', `There is no list at ${path} in the answer of ${url}`, { field: 'pages.items', url });
}

/** What came so far, and how many items the last page had. */
export type Seen = { pages: number; items: number; last: number };

/** The address of the page after this one; undefined: it was the last. */
export function nextPage(first: string, page: Page, paging: Paging, seen: Seen): string | undefined {
  switch (paging.kind) {
    case 'link':
      return linkedNext(page.headers['link'] ?? '', page.url);
    case 'cursor': {
      const cursor = valueAt(page.body, paging.next ?? '');
      if (typeof cursor !== 'string' && typeof cursor !== 'number') return undefined;
      if (cursor === '') return undefined;
      // Some servers give the whole address of the next page.
      if (typeof cursor === 'string' && /^https?:\/\//.test(cursor)) return cursor;
      return withQuery(first, placeOf(paging, cursor));
    }
    case 'page':
      return seen.last === 0 || isShort(seen.last, paging)
        ? undefined
        : withQuery(first, placeOf(paging, startOf(paging) + seen.pages));
    case 'offset':
      return seen.last === 0 || isShort(seen.last, paging)
        ? undefined
        : withQuery(first, placeOf(paging, startOf(paging) + seen.items));
  }
}

/** A page with fewer items than were asked for is the last. */
function isShort(items: number, { size, sizeParameter }: Paging): boolean {
  return sizeParameter !== undefined && items < (size ?? 100);
}

function startOf({ kind, start }: Paging): number {
  return start ?? (kind === 'page' ? 1 : 0);
}

function placeOf({ kind, parameter }: Paging, value: string | number): Record<string, string> {
  return { [parameter ?? usualParameter[kind]]: String(value) };
}

/** RFC 8288: `<https://…?page=2>; rel="next", <…>; rel="last"`. */
export function linkedNext(header: string, base: string): string | undefined {
  for (const [, target = '', parameters = ''] of header.matchAll(/<([^<>]*)>([^<]*)/g)) {
    const relations = parameters
      .split(/[;,]/)
      .map((part) => part.trim().toLowerCase())
      .filter((part) => part.startsWith('rel='))
      .flatMap((part) => part.slice('rel='.length).replaceAll('"', '').split(' '));
    if (relations.includes('next')) return URL.parse(target, base)?.href;
  }
  return undefined;
}
