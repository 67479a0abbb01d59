import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserStep, type WorkerBrowser, WorkerFailure } from 'heron/worker-kit';
import { type FakeContextOptions, fakeContext } from 'heron/worker-kit/testing';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import worker from './index.ts';

const { rows, save } = worker.actions;
const prices = {
  type: 'array',
  items: {
    type: 'object',
    properties: { title: { type: 'string' }, price: { type: 'number' }, url: { type: 'string' } },
  },
};

let server: Server;
let origin: string;
let asked: string[];
let busy: number;

/** Three goods a page; `last` pages, each with a link to the next. */
function shop(page: number, last: number): string {
  const goods = [1, 2, 3].map((each) => {
    const number = (page - 1) * 3 + each;
    return `<li><a href="/goods/${number}">Thing ${number}</a> <b class="price">${number}.50 €</b></li>`;
  });
  const next = page < last ? `<a rel="next" href="/shop?last=${last}&amp;page=${page + 1}">on</a>` : '';
  return `<title>Shop</title><ul>${goods.join('')}</ul>${next}`;
}

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const url = new URL(request.url ?? '/', 'http://site');
    const [page, last] = ['page', 'last'].map((name) => Number(url.searchParams.get(name) ?? '1')) as [number, number];
    const html = (text: string) => response.writeHead(200, { 'content-type': 'text/html' }).end(text);
    if (url.pathname === '/robots.txt') return response.end('User-agent: *\nDisallow: /private\nAllow: /private/open$');
    if (url.pathname === '/shop') return html(shop(page, last));
    if (url.pathname === '/counted') return html(page > 3 ? '<p>No more</p>' : shop(page, 1));
    if (url.pathname === '/round')
      return html('<ul><li>=1+1</li><li>a, "b"</li></ul><a rel=next href="/round">again</a>');
    if (url.pathname === '/busy' && (busy -= 1) >= 0) return response.writeHead(503, { 'retry-after': '2' }).end();
    if (url.pathname === '/busy' || url.pathname === '/private/open') return html(shop(1, 1));
    if (url.pathname === '/picture') return response.writeHead(200, { 'content-type': 'image/png' }).end('x');
    return response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => void server.close());

let folder: string;
beforeEach(() => {
  asked = [];
  busy = 0;
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-scrape-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

const context = (options: FakeContextOptions = {}) =>
  fakeContext({
    allow: { hosts: ['127.0.0.1'], write: [folder] },
    settings: { respectRobots: true, secondsBetween: 0, cacheMinutes: 0 },
    ...options,
  });
const input = (path: string, changes: object = {}) => ({
  ...{ url: origin + path, maxPages: 100, by: 'http' as const, hosts: [], session: 'main', unique: [], schema: prices },
  ...changes,
});

test('rows of all pages by a schema, each once', async () => {
  const output = await rows(input('/shop?last=3'), context());
  expect(output).toMatchObject({ pages: 3, rows: 9, repeated: 0, truncated: false });
  expect(output.data[8]).toEqual({ title: 'Thing 9', price: 9.5, url: `${origin}/goods/9` });
});

test('by selectors, with a counted field, up to so many pages', async () => {
  const what = { schema: undefined, rows: 'li', fields: { name: 'a', link: 'a@href' } };
  const counted = input('/counted', { ...what, next: { kind: 'parameter', name: 'page' } });
  expect(await rows(counted, context())).toMatchObject({ pages: 4, rows: 9 });
  const cut = await rows({ ...counted, maxPages: 2 }, context());
  expect(cut).toMatchObject({ pages: 2, rows: 6, truncated: true });
  expect(cut.data[0]).toEqual({ name: 'Thing 1', link: `${origin}/goods/1` });
  expect(await rows(input('/counted', { next: { kind: 'none' } }), context())).toMatchObject({ pages: 1, rows: 3 });
});

test('a page that leads back ends it; cells are what they were, and no formula', async () => {
  const destination = join(folder, 'rows.csv');
  const what = { schema: undefined, rows: 'li', fields: { text: '' } };
  const output = await save({ ...input('/round', what), destination, overwrite: false }, context());
  expect(output).toMatchObject({ pages: 1, rows: 2, bytes: readFileSync(destination).byteLength });
  expect(readFileSync(destination, 'utf8')).toBe('text\r\n\'=1+1\r\n"a, ""b"""\r\n');
});

test('a thousand pages go into a file without staying in memory', async () => {
  const destination = join(folder, 'rows.json');
  const steps: number[] = [];
  const own = context();
  const progress = own.progress;
  own.progress = (report) => {
    progress(report);
    if (own.reports.length % 250 === 0) steps.push(process.memoryUsage().heapUsed);
  };
  const what = { schema: undefined, rows: 'li', fields: { name: 'a', price: '.price' }, maxPages: 2000 };
  const output = await save({ ...input('/shop?last=1000', what), destination, overwrite: false }, own);
  expect(output).toMatchObject({ pages: 1000, rows: 3000 });
  expect(JSON.parse(readFileSync(destination, 'utf8'))).toHaveLength(3000);
  expect(steps).toHaveLength(4);
  // Rubbish that was not yet collected included.
  expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(400_000_000);
});

test('robots.txt is kept to unless the settings say otherwise', async () => {
  await expect(rows(input('/private/x'), context())).rejects.toMatchObject({ code: 'unsupported' });
  expect(asked).toEqual(['/robots.txt']);
  expect(await rows(input('/private/open'), context())).toMatchObject({ rows: 3 });
  const rude = context({ settings: { respectRobots: false, secondsBetween: 0, cacheMinutes: 0 } });
  await expect(rows(input('/private/x'), rude)).rejects.toMatchObject({ code: 'not-found' });
});

test('it takes its time, comes back to a busy server, and asks once for a page it has', async () => {
  const settings = { respectRobots: false, secondsBetween: 3, cacheMinutes: 15 };
  const own = context({ now: 1_000_000, settings });
  await rows(input('/shop?last=3'), own);
  expect(own.now() - 1_000_000).toBeGreaterThanOrEqual(6000);
  asked = [];
  await rows(input('/shop?last=3'), own);
  expect(asked).toEqual([]);
  busy = 1;
  expect(await rows(input('/busy'), context({ now: 5_000_000 }))).toMatchObject({ rows: 3 });
  busy = 9;
  await expect(rows(input('/busy?again'), context({ now: 9_000_000 }))).rejects.toMatchObject({
    ...{ code: 'network', details: { status: 503, retryAfterMs: 2000 } },
  });
});

test('in a browser a button loads more until it has gone', async () => {
  const steps: BrowserStep[] = [];
  let shown = 1;
  const browser: WorkerBrowser = {
    async step(_session, step) {
      steps.push(step);
      if (step.kind === 'click') shown += 1;
      if (shown > 3) throw new WorkerFailure('not-found', 'It has gone');
      const goods = Array.from({ length: shown }, (_, index) => /<li>.*<\/li>/.exec(shop(index + 1, 1))?.[0]);
      const text = `<ul>${goods.join('')}</ul>`;
      return { url: `${origin}/more`, title: 'More', refused: [], ...(step.kind === 'read' ? { text } : {}) };
    },
    async *read() {
      yield new Uint8Array();
    },
  };
  const own = context({ browser, settings: { respectRobots: false, secondsBetween: 0, cacheMinutes: 0 } });
  const output = await rows(input('/more', { by: 'browser', next: { kind: 'more', selector: '#more' } }), own);
  expect(output).toMatchObject({ pages: 3, rows: 9, repeated: 0 });
  expect(steps.filter(({ kind }) => kind === 'click')[0]).toEqual({ kind: 'click', target: 'css=#more' });
});

test('bad input says where, and what is refused leaves nothing', async () => {
  for (const [changes, field] of [
    [{ schema: undefined }, 'schema'],
    [{ schema: { type: 'object' } }, 'schema'],
    [{ schema: undefined, fields: {} }, 'fields'],
    [{ schema: undefined, rows: '][', fields: { a: 'a' } }, 'rows'],
    [{ next: { kind: 'more' } }, 'by'],
  ] as const) {
    const failing = rows(input('/shop', changes), context());
    await expect(failing).rejects.toMatchObject({ code: 'invalid-input', details: { field } });
  }
  await expect(rows(input('/picture'), context())).rejects.toMatchObject({ code: 'unsupported' });
  const destination = join(folder, 'rows.csv');
  const refused = fakeContext({ allow: { write: [folder] } });
  const failing = save({ ...input('/shop'), destination, overwrite: false }, refused);
  await expect(failing).rejects.toMatchObject({ code: 'permission-denied' });
  expect(existsSync(destination)).toBe(false);
  const wrong = save({ ...input('/shop'), destination: join(folder, 'rows.doc'), overwrite: false }, context());
  await expect(wrong).rejects.toMatchObject({ details: { field: 'format' } });
});
