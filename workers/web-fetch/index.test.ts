import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';

const { page, download } = worker.actions;
const article = readFileSync(join(import.meta.dirname, 'fixtures/article.html'));
const data = Buffer.alloc(700_000, 'heron');

const html = (body: string | Buffer, charset = '; charset=utf-8'): RequestListener => {
  return (_, response) => response.writeHead(200, { 'content-type': `text/html${charset}` }).end(body);
};
const typed = (type: string, body: string | Buffer): RequestListener => {
  const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body) };
  return (_, response) => response.writeHead(200, headers).end(body);
};

const answers: Record<string, RequestListener> = {
  '/birds/heron': html(article),
  '/moved': (_, response) => response.writeHead(301, { location: '/birds/heron' }).end(),
  '/latin': html(Buffer.from('<title>Grün</title><p>schön</p>', 'latin1'), '; charset=iso-8859-1'),
  '/meta': html(Buffer.from('<meta charset="windows-1252"><title>Grün</title><p>schön € </p>', 'latin1'), ''),
  '/utf16': html(Buffer.from('\uFEFF<title>Grün</title><p>schön</p>', 'utf16le')),
  '/based': html('<base href="https://example.org/deep/"><title>Based</title><a href="page">See</a><img src="x.png">'),
  '/short': html('<title>Menu</title><p>Soup<br>Bread</p><p>Tea</p>'),
  '/xhtml': typed('application/xhtml+xml', '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>not & well formed'),
  '/notes.txt': typed('text/plain; charset=iso-8859-1', Buffer.from('Grün', 'latin1')),
  '/readme.md': typed('text/markdown', '# Title\n\n<b>kept</b>'),
  '/data.json': typed('application/json', '{"a":1}'),
  '/photo': typed('image/png', 'not text'),
  '/broken': (_, response) => response.writeHead(500).end('oops'),
  '/busy': (_, response) => response.writeHead(503, { 'retry-after': '120' }).end('later'),
  '/late': (_, response) => response.writeHead(503, { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }).end('now'),
  '/odd': (_, response) => response.writeHead(503, { 'retry-after': 'soon' }).end('later'),
  '/data.bin': typed('application/octet-stream', data),
  '/endless': (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    for (let index = 0; index < 20; index += 1) response.write('x'.repeat(10_000));
    response.end();
  },
  '/cut': (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-length': '100000' });
    response.write('x'.repeat(1000), () => response.destroy());
  },
};

/** What `/told` says of itself, and which validators it was asked with. */
const told: { headers: Record<string, string>; text: string; asked: (string | undefined)[] } = {
  headers: {},
  text: '',
  asked: [],
};
answers['/told'] = (request, response) => {
  const etag = `"${told.text}"`;
  told.asked.push(request.headers['if-none-match']);
  const isSame = request.headers['if-none-match'] === etag && told.headers['etag'] !== undefined;
  response.writeHead(isSame ? 304 : 200, {
    'content-type': 'text/plain',
    ...told.headers,
    ...(told.headers['etag'] && { etag }),
  });
  response.end(isSame ? undefined : told.text);
};
answers['/told-elsewhere'] = (_, response) =>
  response.writeHead(302, { location: '/told', 'cache-control': 'max-age=600' }).end();

let server: Server;
let origin: string;
let asked: string[];
let folder: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    (answers[request.url ?? ''] ?? ((_, missing) => missing.writeHead(404).end()))(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => void server.close());

beforeEach(() => {
  asked = [];
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-web-')));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const allowed = () => fakeContext({ allow: { hosts: ['127.0.0.1'], write: [folder] } });
const refused = { code: 'permission-denied' };

describe('page', () => {
  const read = (path: string, changes: object = {}) =>
    page(
      { url: origin + path, format: 'markdown', maxBytes: 1_000_000, maxCharacters: 500_000, ...changes },
      allowed(),
    );

  test('an article becomes Markdown, without menus, and no script in it runs [W-52]', async () => {
    const output = await read('/birds/heron');
    expect(output).toMatchObject({
      url: `${origin}/birds/heron`,
      title: 'Herons of the Elbe | Bird News',
      format: 'markdown',
      contentType: 'text/html; charset=utf-8',
      bytes: article.byteLength,
    });
    expect(output.content).toContain('## What it eats\n\n-   Fish, mostly small ones\n-   Frogs & voles');
    expect(output.content).toContain(`[our page on its diet](${origin}/birds/diet.html)`);
    expect(output.content).toContain('**half a kilogram**');
    expect(output.content).toContain('| Year | Pairs |\n| --- | --- |\n| 2024 | 310 |\n| 2025 | 325 |');
    expect(output.content).toContain("```js\nconst heron = 'grey';\nheron.strike();\n```");
    for (const unwanted of ['feeders', 'cookies', 'script', 'changed by', 'color: red', 'turn scripts on', 'owned']) {
      expect(output.content).not.toContain(unwanted);
    }
  });

  describe('read again', () => {
    let run = 0;
    let known: string;
    const readAt = async (seconds: number, { runId = known, path = '/told', maxBytes = 1000 } = {}) => {
      const context = {
        ...fakeContext({ allow: { hosts: ['127.0.0.1'] }, now: 1_800_000_000_000 + seconds * 1000 }),
        runId,
      };
      const input = { url: origin + path, format: 'text' as const, maxBytes, maxCharacters: 1000 };
      const { content, isCached } = await page(input, context);
      return [content, isCached];
    };
    beforeEach(() => {
      known = `run_${(run += 1)}`;
      Object.assign(told, { text: 'one', headers: {}, asked: [] });
    });

    test('a page is not asked for while its server says so, a quarter of an hour at most, and in its own run alone [W-52]', async () => {
      told.headers = { 'cache-control': 'max-age=3600' };
      expect(await readAt(0)).toEqual(['one', false]);
      told.text = 'two';
      expect(await readAt(899)).toEqual(['one', true]);
      expect(await readAt(10, { runId: 'run_other' })).toEqual(['two', false]);
      expect(await readAt(900)).toEqual(['two', false]);
    });

    test('then it is asked whether it has changed', async () => {
      told.headers = { etag: 'yes', 'cache-control': 'max-age=60' };
      expect(await readAt(0)).toEqual(['one', false]);
      expect(await readAt(60)).toEqual(['one', true]);
      expect(await readAt(100)).toEqual(['one', true]); // the answer said another minute
      told.text = 'two';
      expect(await readAt(200)).toEqual(['two', false]);
      expect(told.asked).toEqual([undefined, '"one"', '"one"']);
    });

    test.each([
      ['says nothing', {}, '/told'],
      ['wants none kept', { etag: 'yes', 'cache-control': 'no-store' }, '/told'],
      ['sends on', { 'cache-control': 'max-age=600' }, '/told-elsewhere'],
    ])('of a server that %s each answer is new', async (_, headers, path) => {
      told.headers = headers;
      expect(await readAt(0, { path })).toEqual(['one', false]);
      told.text = 'two';
      expect(await readAt(1, { path })).toEqual(['two', false]);
      expect(told.asked).toEqual([undefined, undefined]);
    });

    test('what is kept is no way around a limit', async () => {
      told.headers = { 'cache-control': 'max-age=600' };
      await readAt(0);
      await expect(readAt(1, { maxBytes: 2 })).rejects.toMatchObject({ code: 'limit-exceeded' });
    });
  });

  test('a long text is cut at the end of a line, and between characters [W-52]', async () => {
    answers['/long'] = typed('text/plain', `${'x'.repeat(80)}\n${'y'.repeat(80)}`);
    answers['/birds'] = typed('text/plain; charset=utf-8', '🐦'.repeat(100));
    expect(await read('/long', { maxCharacters: 120 })).toMatchObject({ content: 'x'.repeat(80), truncated: true });
    expect(await read('/birds', { maxCharacters: 101 })).toMatchObject({ content: '🐦'.repeat(50), truncated: true });
    expect(await read('/long')).toMatchObject({ truncated: false });
  });

  test('nothing is loaded but the page itself, and Markdown loads no picture', async () => {
    const { content } = await read('/birds/heron');
    expect(asked).toEqual(['/birds/heron']);
    expect(content).not.toContain('![');
    expect(content).toContain(`[A heron at dusk](${origin}/loaded.png)`);
  });

  test('text has a line for each block', async () => {
    const output = await read('/birds/heron', { format: 'text' });
    expect(output.format).toBe('text');
    expect(output.content).toContain('What it eats\n\nFish, mostly small ones\n\nFrogs & voles');
    expect(output.content).not.toContain('<');
  });

  test('a page without an article is read as a whole', async () => {
    expect(await read('/short', { format: 'text' })).toMatchObject({ title: 'Menu', content: 'Soup\nBread\n\nTea' });
  });

  test.each([
    ['/latin', 'Grün', 'schön'],
    ['/meta', 'Grün', 'schön'],
    ['/utf16', 'Grün', 'schön'],
  ])('%s is decoded by its charset', async (path, title, text) => {
    const output = await read(path);
    expect([output.title, output.content]).toEqual([title, expect.stringContaining(text)]);
  });

  test('links lead where the page says they lead', async () => {
    expect((await read('/based')).content).toBe(
      '[See](https://example.org/deep/page)[picture](https://example.org/deep/x.png)',
    );
  });

  test('mistakes in XHTML do not matter', async () => {
    expect(await read('/xhtml')).toMatchObject({ title: 'xhtml', content: 'not & well formed' });
  });

  test.each([
    ['/notes.txt', 'text', 'Grün'],
    ['/readme.md', 'markdown', '# Title\n\n<b>kept</b>'],
    ['/data.json', 'text', '{"a":1}'],
  ])('%s is given as it is', async (path, format, content) => {
    expect(await read(path)).toMatchObject({ title: path.slice(1), format, content });
  });

  test('the address is the one that answered in the end', async () => {
    expect((await read('/moved')).url).toBe(`${origin}/birds/heron`);
  });

  test.each([
    ['/gone', 'not-found'],
    ['/broken', 'network'],
    ['/photo', 'unsupported'],
    ['/cut', 'network'],
  ])('%s fails with %s', async (path, code) => {
    await expect(read(path)).rejects.toMatchObject({ code });
  });

  test.each([
    ['/busy', { status: 503, retryAfterMs: 120_000 }],
    ['/late', { status: 503, retryAfterMs: 0 }],
    ['/odd', { status: 503 }],
  ])('%s says when to come back, as far as it is known', async (path, details) => {
    await expect(read(path)).rejects.toMatchObject({
      code: 'network',
      details: { url: `${origin}${path}`, ...details },
    });
  });

  test('a page that is too large is refused', async () => {
    await expect(read('/birds/heron', { maxBytes: 100 })).rejects.toMatchObject({ code: 'limit-exceeded' });
    await expect(read('/endless', { maxBytes: 100_000 })).rejects.toMatchObject({ code: 'limit-exceeded' });
  });

  test('a host the worker may not reach is refused before anything is sent', async () => {
    const call = page({ url: `${origin}/short`, format: 'text', maxBytes: 1000, maxCharacters: 1000 }, fakeContext());
    await expect(call).rejects.toMatchObject(refused);
    expect(asked).toEqual([]);
  });
});

describe('download', () => {
  const save = (path: string, changes: object = {}, context = allowed()) =>
    download(
      { url: origin + path, destination: join(folder, 'deep/data.bin'), overwrite: false, maxBytes: 1e9, ...changes },
      context,
    );
  const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

  test('a file is saved byte by byte', async () => {
    const context = allowed();
    const output = await save('/data.bin', {}, context);
    const path = join(folder, 'deep/data.bin');
    expect(output).toEqual({
      url: `${origin}/data.bin`,
      path,
      bytes: 700_000,
      contentType: 'application/octet-stream',
    });
    expect(digest(readFileSync(path))).toBe(digest(data));
    expect(context.reports.at(-1)).toEqual({ percent: 100 });
  });

  test.each([
    ['/cut', {}, 'network'],
    ['/data.bin', { maxBytes: 1000 }, 'limit-exceeded'],
    ['/endless', { maxBytes: 100_000 }, 'limit-exceeded'],
    ['/gone', {}, 'not-found'],
  ])('%s with %o leaves no file behind', async (path, changes, code) => {
    await expect(save(path, changes)).rejects.toMatchObject({ code });
    expect(existsSync(join(folder, 'deep/data.bin'))).toBe(false);
  });

  test('an existing file is kept unless it may be replaced', async () => {
    const destination = join(folder, 'note');
    writeFileSync(destination, 'old');
    await expect(save('/short', { destination })).rejects.toMatchObject({ code: 'already-exists' });
    expect(readFileSync(destination, 'utf8')).toBe('old');
    await save('/short', { destination, overwrite: true });
    expect(readFileSync(destination, 'utf8')).toContain('Soup');
  });

  test('a refused permission leaves no file behind', async () => {
    const noWrite = fakeContext({ allow: { hosts: ['127.0.0.1'] } });
    await expect(save('/data.bin', {}, noWrite)).rejects.toMatchObject(refused);
    await expect(save('/data.bin', {}, fakeContext({ allow: { write: [folder] } }))).rejects.toMatchObject(refused);
    expect(readdirSync(folder)).toEqual([]);
  });
});
