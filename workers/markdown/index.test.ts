import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Uint8ArrayReader, TextWriter, ZipReader, type FileEntry } from '@zip.js/zip.js';
import { fakeContext } from 'heron/worker-kit/testing';
import { JSDOM } from 'jsdom';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';

const { lint, fix, contents, html, docx, links } = worker.actions;

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-markdown-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const allowed = (hosts: string[] = []) => fakeContext({ allow: { read: [folder], write: [folder], hosts } });
const keep = (name: string, text: string): string => {
  writeFileSync(at(name), text);
  return at(name);
};
const untidy = '#Birds\n* one\n* two   \n\n\n\nSee http://example.org for more\n';
const denied = { code: 'permission-denied' };

describe('lint and fix', () => {
  test('problems are told with their line, mended, and then gone [W-27]', async () => {
    const path = keep('a.md', untidy);
    const found = await lint({ path, limit: 200 }, allowed());
    expect(found).toMatchObject({ files: 1, truncated: false });
    expect(found.problems[0]).toMatchObject({ path, line: 1, rule: 'MD018/no-missing-space-atx', fixable: true });
    const mended = await fix({ path }, allowed());
    expect(mended).toMatchObject({ changed: [path], left: 0, fixed: found.total });
    expect(readFileSync(path, 'utf8')).toBe('# Birds\n\n* one\n* two\n\nSee <http://example.org> for more\n');
    expect(await fix({ path }, allowed())).toMatchObject({ changed: [], fixed: 0 });
  });

  test('rules can be set, and a wrong one is named', async () => {
    const path = keep('a.md', `# A\n\n${'x '.repeat(60)}y\n`);
    expect(await lint({ path, limit: 9 }, allowed())).toMatchObject({ total: 0 });
    expect(await lint({ path, limit: 9, rules: { MD013: true } }, allowed())).toMatchObject({ total: 1 });
    const call = async () => lint({ path, limit: 9, rules: { MD013: 'long' } }, allowed());
    await expect(call()).rejects.toMatchObject({ code: 'invalid-input', details: { field: 'rules.MD013' } });
  });

  test('a folder of 400 files is checked, but not the packages in it; cancelling stops it', async () => {
    mkdirSync(at('node_modules'));
    keep('node_modules/x.md', untidy);
    for (let index = 0; index < 400; index += 1) keep(`${index}.md`, `# A ${index}\n\n- b\n`);
    const context = allowed();
    expect(await lint({ path: folder, limit: 9 }, context)).toMatchObject({ files: 400, total: 0 });
    expect(context.reports.length).toBe(8);
    const stopped = allowed();
    stopped.abort();
    await expect(lint({ path: folder, limit: 9 }, stopped)).rejects.toThrow('stopped by the test');
  });

  test('what is no Markdown is told', async () => {
    await expect(lint({ path: at('gone.md'), limit: 9 }, allowed())).rejects.toMatchObject({ code: 'not-found' });
    await expect(lint({ path: folder, limit: 9 }, allowed())).rejects.toMatchObject({ code: 'not-found' });
    const path = keep('b.md', 'a\0b');
    await expect(lint({ path, limit: 9 }, allowed())).rejects.toMatchObject({ code: 'unsupported' });
  });

  test('a file it may not write is left as it was', async () => {
    const path = keep('a.md', untidy);
    await expect(fix({ path }, fakeContext({ allow: { read: [folder] } }))).rejects.toMatchObject(denied);
    expect(readFileSync(path, 'utf8')).toBe(untidy);
    await expect(lint({ path, limit: 9 }, fakeContext())).rejects.toMatchObject(denied);
  });
});

describe('contents', () => {
  const text = '# Title\n\nIntro\n\n## One [x]\n\n### Two *b*\n\n```\n## none\n```\n\n## One [x]\n';

  test('it stands below the title, is renewed in place, and has the anchors of GitHub', async () => {
    const path = keep('a.md', text);
    const list = '- [One \\[x\\]](#one-x)\n  - [Two b](#two-b)\n- [One \\[x\\]](#one-x-1)';
    expect(await contents({ path, depth: 3, write: true }, allowed())).toEqual({
      path,
      contents: list,
      headings: 3,
      changed: true,
    });
    const written = readFileSync(path, 'utf8');
    expect(written).toBe(text.replace('Intro', `<!-- toc -->\n\n${list}\n\n<!-- /toc -->\n\nIntro`));
    expect(await contents({ path, depth: 3, write: true }, allowed())).toMatchObject({ changed: false });
    await contents({ path, depth: 2, write: true }, allowed());
    expect(readFileSync(path, 'utf8')).not.toContain('#two-b');
  });

  test('it can be asked for without being written; lines keep their ends', async () => {
    const path = keep('a.md', 'Title\r\n=====\r\n\r\n## A\r\n');
    await contents({ path, depth: 3, write: false }, fakeContext({ allow: { read: [folder] } }));
    expect(readFileSync(path, 'utf8')).toBe('Title\r\n=====\r\n\r\n## A\r\n');
    await contents({ path, depth: 3, write: true }, allowed());
    expect(readFileSync(path, 'utf8')).toBe(
      'Title\r\n=====\r\n\r\n<!-- toc -->\r\n\r\n- [A](#a)\r\n\r\n<!-- /toc -->\r\n\r\n## A\r\n',
    );
  });
});

const rich = `# Herons

Some **bold**, *slanted*, ~~gone~~ and \`code\` & a [link](https://example.org/a?b=1&c=2).

1. first
   - inner
2. second

- [x] done

> said

| Bird | Legs |
|------|-----:|
| Grey | 2    |

\`\`\`js
const a = 1 < 2;
\`\`\`

![dot](dot.png) ![far](https://example.org/x.png)

<script>alert(1)</script><img src="x" onerror="alert(1)">

[bad](javascript:alert(1))
`;
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('html', () => {
  test('the page shows what the text says and runs nothing that is in it', async () => {
    const source = keep('a.md', rich);
    const output = await html({ source, destination: at('a.html'), overwrite: false }, allowed());
    expect(output).toMatchObject({ title: 'Herons', path: at('a.html') });
    const { document } = new JSDOM(readFileSync(at('a.html'), 'utf8')).window;
    expect(document.querySelector('h1')?.id).toBe('herons');
    expect([...document.querySelectorAll('td')].map((cell) => cell.textContent)).toEqual(['Grey', '2']);
    expect(document.querySelector('pre code')?.textContent).toBe('const a = 1 < 2;\n');
    expect(document.querySelectorAll('script, [onerror], [href^=javascript]')).toHaveLength(0);
    await expect(html({ source, destination: at('a.html'), overwrite: false }, allowed())).rejects.toMatchObject({
      code: 'already-exists',
    });
  });
});

async function partOf(path: string, name: string): Promise<string> {
  const zip = new ZipReader(new Uint8ArrayReader(readFileSync(path)));
  const entry = (await zip.getEntries()).find(({ filename }) => filename === name) as FileEntry;
  return entry.getData(new TextWriter());
}

describe('docx', () => {
  test('the document has the headings, lists, table, picture and link of the text', async () => {
    const source = keep('a.md', rich);
    writeFileSync(at('dot.png'), dot);
    const output = await docx({ source, destination: at('a.docx'), overwrite: false, pictures: true }, allowed());
    expect(output).toMatchObject({ title: 'Herons', missing: ['https://example.org/x.png'] });
    const xml = new JSDOM(await partOf(at('a.docx'), 'word/document.xml'), { contentType: 'text/xml' }).window.document;
    const text = xml.documentElement.textContent ?? '';
    for (const part of ['Herons', 'bold', 'inner', '☒ done', 'said', 'Grey', 'const a = 1 < 2;', '[far]', 'bad'])
      expect(text).toContain(part);
    expect(text).not.toContain('alert');
    expect(xml.querySelectorAll('tbl tr')).toHaveLength(2);
    expect(xml.querySelectorAll('drawing')).toHaveLength(1);
    expect(xml.querySelectorAll('numPr')).toHaveLength(4);
    expect(await partOf(at('a.docx'), 'word/_rels/document.xml.rels')).toContain('https://example.org/a?b=1&amp;c=2');
  });

  test('without pictures none is looked for; a refusal leaves no document', async () => {
    const source = keep('a.md', rich);
    const read = fakeContext({ allow: { read: [source], write: [at('a.docx')] } });
    const output = await docx({ source, destination: at('a.docx'), overwrite: false, pictures: false }, read);
    expect(output.missing).toEqual(['dot.png', 'https://example.org/x.png']);
    const call = docx(
      { source, destination: at('b.docx'), overwrite: false, pictures: false },
      fakeContext({ allow: { read: [folder] } }),
    );
    await expect(call).rejects.toMatchObject(denied);
    expect(existsSync(at('b.docx'))).toBe(false);
  });
});

describe('links', () => {
  let server: Server;
  let origin: string;
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer(({ url = '', method = '' }, response) => {
      asked.push(`${method} ${url}`);
      const status = url === '/here' ? 200 : url === '/head' && method === 'GET' ? 200 : url === '/head' ? 405 : 404;
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  test('files, headings and pages that are not there are told with their line', async () => {
    keep('b.md', '# Other place\n\n<a id="own"></a>\n');
    const path = keep(
      'a.md',
      [
        `# Top\n\n[1](b.md) [2](b.md#other-place) [3](b.md#own) [4](#top) [5](b.md#gone) [6](missing.md)\n`,
        `[7](${origin}/here) [8](${origin}/nope) [9](${origin}/head) [10](https://example.org/) [11](mailto:a@b.c)\n`,
        `![12](pic%20ture.png) [ref]\n\n[ref]: nowhere.md\n[13](${origin}/here#again)\n`,
      ].join('\n'),
    );
    const output = await links({ path, hosts: ['127.0.0.1'], web: false, limit: 50 }, allowed(['127.0.0.1']));
    expect(output.broken.map(({ line, url, why }) => [line, url, why])).toEqual([
      [3, 'b.md#gone', `there is no heading #gone in ${at('b.md')}`],
      [3, 'missing.md', `there is no ${at('missing.md')}`],
      [5, `${origin}/nope`, 'the server answered with 404'],
      [7, 'pic%20ture.png', `there is no ${at('pic ture.png')}`],
      [9, 'nowhere.md', `there is no ${at('nowhere.md')}`],
    ]);
    expect(output.unchecked).toMatchObject([{ url: 'https://example.org/' }]);
    expect(asked.filter((each) => each.endsWith('/here'))).toHaveLength(1);
  });

  test('all hosts are asked where that is wanted, and one that was refused is asked about once', async () => {
    const path = keep(
      'a.md',
      `[1](${origin}/nope) [2](https://example.org/a) [3](https://example.org/b) [4](other.md)\n`,
    );
    const context = allowed(['127.0.0.1']);
    const { fetch } = context.net;
    const hosts: string[] = [];
    context.net.fetch = (url, request) => {
      hosts.push(new URL(url).hostname);
      return fetch(url, request);
    };
    const output = await links({ path, hosts: [], web: true, limit: 50 }, context);
    expect(output.broken.map(({ url }) => url)).toEqual([`${origin}/nope`, 'other.md']);
    expect(output.unchecked.map(({ url }) => url)).toEqual(['https://example.org/a', 'https://example.org/b']);
    expect(hosts).toEqual(['127.0.0.1', 'example.org']);
  });

  test('what may not be looked at is not called broken', async () => {
    const path = keep('a.md', '[up](../secret.md)\n');
    const output = await links({ path, hosts: [], web: false, limit: 50 }, allowed());
    expect(output).toMatchObject({ broken: [], unchecked: [{ url: '../secret.md' }] });
  });
});
