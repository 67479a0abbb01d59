import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { limited, parseBody, readBody } from './answer-body.ts';
import { type Exchange, openExchange } from './exchange.ts';
import { checkExpectations } from './expectations.ts';
import { refuseFailure, saveHar } from './finish.ts';
import { firstPage, itemsOf, nextPage, type Paging } from './pages.ts';

type Input = Actions['get']['input'];
type Output = Actions['get']['output'];

const mostInAnswer = 1_000_000;

export const get: ActionRun<Input, Output> = async (input, context) => {
  const { saveTo, expect, pages } = input;
  if (saveTo !== undefined && expect?.json && !pages)
    fail('invalid-input', 'What is saved as it comes is not read; leave out expect.json or saveTo', {
      field: 'saveTo',
    });
  const exchange = await openExchange(input, context);
  try {
    const output = pages
      ? await getPages(input, withDefaults(pages), exchange, context)
      : await getOne(input, exchange, context);
    return { ...output, requests: exchange.requests(), waitedMs: exchange.waitedMs() };
  } finally {
    await saveHar(input.har, exchange, context);
  }
};

/** Defaults of fields inside a field are filled in by the engine; types do not know. */
function withDefaults(pages: NonNullable<Input['pages']>): Paging {
  return { ...pages, items: pages.items ?? '$', maxPages: pages.maxPages ?? 100 };
}

type Got = Omit<Output, 'requests' | 'waitedMs'>;

async function getOne(input: Input, exchange: Exchange, context: WorkerContext): Promise<Got> {
  const { saveTo, expect, maxBytes } = input;
  const response = await exchange.send({ method: 'GET', url: input.url });
  await refuseFailure(response, expect);
  const { url, status, headers, tookMs } = response;
  const got = { url, status, headers, pages: 1, items: 0, truncated: false };
  if (saveTo !== undefined) {
    checkExpectations(expect, { url, status, body: undefined, tookMs });
    const { size } = await context.files.write(saveTo, limited(response, maxBytes), { overwrite: input.overwrite });
    return { ...got, bytes: size, path: saveTo };
  }
  const bytes = await readBody(response, maxBytes);
  exchange.note(bytes.toString('utf8'));
  const body = parseBody(bytes, headers['content-type'] ?? '', url);
  checkExpectations(expect, { url, status, body, tookMs });
  if (bytes.byteLength > mostInAnswer) tooLong(bytes.byteLength);
  return { ...got, bytes: bytes.byteLength, ...(body === undefined ? {} : { body }) };
}

type Progress = { got: Got; items: unknown[] };

async function getPages(input: Input, paging: Paging, exchange: Exchange, context: WorkerContext): Promise<Got> {
  const progress: Progress = {
    got: { url: input.url, status: 0, headers: {}, pages: 0, items: 0, bytes: 0, truncated: false },
    items: [],
  };
  const lists = readPages(input, paging, { exchange, progress, context });
  if (input.saveTo !== undefined) {
    await context.files.write(input.saveTo, asJsonList(lists), { overwrite: input.overwrite });
    return { ...progress.got, path: input.saveTo };
  }
  const items: unknown[] = [];
  for await (const list of lists) {
    items.push(...list);
    if (progress.got.bytes > mostInAnswer) tooLong(progress.got.bytes);
  }
  return { ...progress.got, body: items };
}

type Reading = { exchange: Exchange; progress: Progress; context: WorkerContext };

async function* readPages(input: Input, paging: Paging, reading: Reading): AsyncGenerator<unknown[]> {
  const { exchange, progress, context } = reading;
  const first = firstPage(input.url, paging);
  const seen = new Set<string>();
  for (let next: string | undefined = first; next !== undefined;) {
    if (seen.has(next)) fail('network', `The pages of ${input.url} lead back to ${next}`, { url: next });
    seen.add(next);
    const response = await exchange.send({ method: 'GET', url: next });
    await refuseFailure(response, input.expect);
    const { url, status, headers, tookMs } = response;
    const bytes = await readBody(response, input.maxBytes);
    exchange.note(bytes.toString('utf8'));
    const body = parseBody(bytes, headers['content-type'] ?? '', url);
    checkExpectations(input.expect, { url, status, body, tookMs });
    const items = itemsOf({ url, headers, body }, paging);
    const { pages, items: before, bytes: bytesBefore } = progress.got;
    progress.got = {
      ...{ url, status, headers, pages: pages + 1, items: before + items.length },
      ...{ bytes: bytesBefore + bytes.byteLength, truncated: false },
    };
    yield items;
    const after = nextPage(first, { url, headers, body }, paging, {
      ...{ pages: pages + 1, items: before + items.length, last: items.length },
    });
    if (after !== undefined && pages + 1 >= paging.maxPages) progress.got.truncated = true;
    next = progress.got.truncated ? undefined : after;
    context.progress({ text: `${progress.got.items} items from ${progress.got.pages} pages` });
  }
}

async function* asJsonList(lists: AsyncIterable<unknown[]>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const list of lists) {
    if (list.length === 0) continue;
    yield before + list.map((item) => JSON.stringify(item)).join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

function tooLong(bytes: number): never {
  return fail('limit-exceeded', `The answer has ${bytes} bytes, more than a step can hand on; save it with saveTo`, {
    field: 'saveTo',
  });
}
