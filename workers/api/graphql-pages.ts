import { fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { valueAt } from './json-path.ts';

type Paging = NonNullable<Actions['query']['input']['pages']>;
type Answer = Omit<Actions['query']['output'], 'requests'>;

/** Asks with these variables beside those of the query; `bytes`: of its answer. */
export type Ask = (variables: Record<string, unknown>) => Promise<{ answer: Answer; bytes: number }>;

const usualVariable = 'after';
const usualMost = 100;
const mostInAnswer = 1_000_000;

/**
 * All pages of a list, its items as the data. Errors: `invalid-input` where there is no list, `network` for pages that
 * come back to one before, `limit-exceeded` for more than a step can hand on.
 */
export async function askForPages(paging: Paging, ask: Ask, context: WorkerContext): Promise<Answer> {
  const { variable = usualVariable, maxPages = usualMost } = paging;
  const items: unknown[] = [];
  const errors: string[] = [];
  const seen = new Set<unknown>();
  let size = 0;
  for (let [pages, cursor] = [1, undefined as unknown]; ; pages += 1) {
    const { answer, bytes } = await ask(cursor === undefined ? {} : { [variable]: cursor });
    size += bytes;
    if (size > mostInAnswer) tooLong(pages);
    items.push(...listIn(answer, paging));
    errors.push(...answer.errors);
    context.progress({ text: `${items.length} items from ${pages} pages` });
    cursor = nextIn(answer, paging);
    const isLast = cursor === undefined;
    if (isLast || pages >= maxPages) return { ...answer, data: items, errors, pages, truncated: !isLast };
    if (seen.has(cursor))
      fail('network', `The pages of ${answer.url} lead back to ${String(cursor)}`, { url: answer.url });
    seen.add(cursor);
  }
}

function tooLong(pages: number): never {
  const message = `The first ${pages} pages are more than a step can hand on; ask for fewer fields, or for fewer pages with maxPages`;
  return fail('limit-exceeded', message, { field: 'pages.maxPages' });
}

function listIn({ data, url }: Answer, { items }: Paging): unknown[] {
  const list = valueAt(data, items);
  if (Array.isArray(list)) return list;
  return fail('invalid-input', `There is no list at ${items} in the data of ${url}`, { field: 'pages.items', url });
}

/** Undefined after the last page. */
function nextIn({ data }: Answer, { next, more }: Paging): string | number | undefined {
  if (more !== undefined && valueAt(data, more) !== true) return undefined;
  const cursor = valueAt(data, next);
  return (typeof cursor === 'string' && cursor !== '') || typeof cursor === 'number' ? cursor : undefined;
}
