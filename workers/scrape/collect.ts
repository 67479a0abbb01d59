import { createHash } from 'node:crypto';
import { fail, type WorkerContext } from 'heron/worker-kit';
import { browserPages, httpPages, type Input, type SentPage } from './pages.ts';
import { createPageReader, type Row } from './take-rows.ts';

export type Ended = { pages: number; rows: number; repeated: number; truncated: boolean };

/** Rows page by page, each once; at last how it ended. Errors: `invalid-input`, those of pages. */
export async function* collectEach(
  input: Input,
  context: WorkerContext,
): AsyncGenerator<{ row: Row } | { end: Ended }> {
  const { maxPages, unique } = input;
  if (input.next?.kind === 'more' && input.by !== 'browser') {
    fail('invalid-input', 'next: a button that loads more needs a browser; say by: browser', { field: 'by' });
  }
  const reader = createPageReader(input);
  const seen = new Set<string>();
  const visited = new Set<string>();
  const end: Ended = { pages: 0, rows: 0, repeated: 0, truncated: false };
  const source = input.by === 'browser' ? browserPages(input, context) : httpPages(input, context);
  try {
    let page: SentPage | undefined = await source.first();
    while (page) {
      end.pages += 1;
      visited.add(page.url);
      const taken = reader.read(page.html, page.url);
      let fresh = 0;
      for (const row of taken.rows) {
        const key = keyOf(row, unique);
        // A button adds to what was there before.
        if (seen.has(key)) end.repeated += input.next?.kind === 'more' ? 0 : 1;
        else {
          seen.add(key);
          fresh += 1;
          end.rows += 1;
          yield { row };
        }
      }
      context.progress({ text: `${end.pages} pages, ${end.rows} rows` });
      const next = nextPlace(input, taken.next, end.pages);
      // A page that leads back, or that has nothing new, is the last.
      if (next === undefined || (next !== 'more' && visited.has(next)) || (fresh === 0 && end.pages > 1)) break;
      if (end.pages >= maxPages) {
        end.truncated = true;
        break;
      }
      page = next === 'more' ? await source.more() : await source.at(next);
    }
  } finally {
    reader.close();
  }
  yield { end };
}

/** As `collectEach`, with each row handed to `take`. */
export async function collect(input: Input, context: WorkerContext, take: (row: Row) => void): Promise<Ended> {
  for await (const item of collectEach(input, context)) {
    if ('end' in item) return item.end;
    take(item.row);
  }
  throw new Error('The pages ended without an end');
}

function nextPlace({ url, next }: Input, link: string | undefined, pages: number): string | undefined {
  switch (next?.kind) {
    case 'none':
      return undefined;
    case 'more':
      return 'more';
    case 'parameter': {
      const { name = 'page', from = 2, step = 1 } = next;
      const place = new URL(url);
      place.searchParams.set(name, String(from + (pages - 1) * step));
      return place.href;
    }
    default:
      return link;
  }
}

/** Short, since of very many rows each key is kept. */
function keyOf(row: Row, unique: string[]): string {
  const fields = unique.length > 0 ? unique.map((name) => row[name] ?? null) : row;
  return createHash('sha1').update(JSON.stringify(fields)).digest('base64').slice(0, 16);
}
