import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserPage, type BrowserStep, type WorkerBrowser, WorkerFailure } from 'heron/worker-kit';
import { type FakeContextOptions, fakeContext } from 'heron/worker-kit/testing';
import { expect, onTestFinished, test } from 'vitest';
import worker from './index.ts';

// With a real browser, real pages and real permissions: tests/contract/web-tasks.test.ts and src/main/workers/browsers.

const { actions } = worker;
const { fill: typeInto } = actions;
const place = { url: 'https://shop.example/', title: 'Shop', refused: [] };

/** Answers steps by their kind, and notes them. */
function scripted(
  answers: { [Kind in BrowserStep['kind']]?: Partial<BrowserPage> | (() => Partial<BrowserPage>) } = {},
) {
  const steps: BrowserStep[] = [];
  const browser: WorkerBrowser = {
    async step(_session, step) {
      steps.push(step);
      const answer = answers[step.kind];
      return { ...place, ...(typeof answer === 'function' ? answer() : answer) };
    },
    async *read() {
      yield Buffer.from('bytes');
    },
  };
  return { steps, browser };
}

const facts = `<script type="application/ld+json">{"@type":"Product","offers":{"price":"19.90"}}</script>
<script type="application/ld+json">{ broken</script><h1>Field guide</h1><dl><dt>Weight:</dt><dd>1.450,5 g</dd></dl>
<span itemprop="isbn">978-3</span><p>Pages: 320</p><p>In stock: yes</p>
<table><tr><th>Order</th><th>Total</th></tr><tr><td>A-1</td><td>1,200 EUR</td></tr><tr><td>A-2</td><td>$0.50</td></tr></table>`;

async function extracted(schema: Record<string, unknown>) {
  const { browser } = scripted({ read: { text: facts } });
  return actions.extract({ schema, session: 'main' }, fakeContext({ browser }));
}

test('fields of a schema are found in JSON-LD, microdata, lists and beside labels, as what they are', async () => {
  const properties = {
    ...{ title: { type: 'string' }, price: { type: 'number' }, weight: { type: 'number' }, isbn: { type: 'string' } },
    ...{ pages: { type: 'integer' }, inStock: { type: 'boolean' }, colour: { type: 'string' } },
  };
  expect(await extracted({ type: 'object', properties })).toMatchObject({
    data: { title: 'Field guide', price: 19.9, weight: 1450.5, isbn: '978-3', pages: 320, inStock: true },
    missing: ['colour'],
  });
});

test('rows of a table by the names of its columns', async () => {
  const items = { properties: { order: { type: 'string' }, total: { type: 'number' } } };
  expect((await extracted({ type: 'array', items })).data).toEqual([
    { order: 'A-1', total: 1200 },
    { order: 'A-2', total: 0.5 },
  ]);
  await expect(extracted({ type: 'array' })).rejects.toMatchObject({
    code: 'invalid-input',
    details: { field: 'schema' },
  });
});

const secrets = { 'browser-shop': { value: 'correct horse', hosts: ['shop.example'] } };
const signingIn = {
  url: 'https://shop.example/login',
  user: 'ann',
  secret: 'browser-shop',
  hosts: [],
  session: 'main',
};

test('signing in fills both fields with a handle, or one after the other where the site asks so', async () => {
  const { browser, steps } = scripted({ read: { text: '<h1>Welcome</h1>' } });
  expect(await actions.signIn(signingIn, fakeContext({ browser, secrets }))).toEqual(place);
  const [filled] = steps.filter((step) => step.kind === 'fill');
  expect(filled?.fields.map(({ text }) => text)).toEqual(['ann', expect.stringMatching(/^heron-secret-/)]);
  expect(JSON.stringify(steps)).not.toContain('correct horse');
  let tries = 0;
  const later = scripted({
    read: { text: '' },
    fill: () => {
      tries += 1;
      if (tries === 1) throw new WorkerFailure('not-found', 'There is no password field');
      return {};
    },
  });
  await actions.signIn(signingIn, fakeContext({ browser: later.browser, secrets }));
  expect(later.steps.flatMap((step) => (step.kind === 'fill' ? [step.fields.length] : []))).toEqual([2, 1, 1]);
});

test('a site that still asks for the password, and a secret nobody entered, are errors', async () => {
  const { browser, steps } = scripted({ read: { text: '<form><input name=p type="password"></form>' } });
  const failing = actions.signIn(signingIn, fakeContext({ browser, secrets }));
  await expect(failing).rejects.toMatchObject({ code: 'conflict', message: /still asks for a password/ });
  steps.length = 0;
  await expect(actions.signIn(signingIn, fakeContext({ browser }))).rejects.toThrow();
  expect(steps).toEqual([]);
});

test('a picture becomes a blob, a download a file; a refused folder leaves none', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-browser-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { browser } = scripted({
    download: { file: { name: 'birds.csv', bytes: 5 } },
    screenshot: { file: { name: 'page.png', bytes: 5 } },
  });
  const options: FakeContextOptions = { browser, allow: { write: [folder] } };
  const context = fakeContext(options);
  const shot = await actions.screenshot({ whole: false, session: 'main' }, context);
  expect(context.stored.get(shot.picture)?.mediaType).toBe('image/png');
  const saving = { target: 'Get it', destination: join(folder, 'birds.csv'), overwrite: false, session: 'main' };
  expect(await actions.download(saving, context)).toMatchObject({ name: 'birds.csv', bytes: 5 });
  expect(readFileSync(saving.destination, 'utf8')).toBe('bytes');
  const elsewhere = actions.download({ ...saving, destination: '/etc/birds.csv' }, fakeContext(options));
  await expect(elsewhere).rejects.toMatchObject({ code: 'permission-denied' });
});

test('what is missing or too much in an input is named', async () => {
  const { browser, steps } = scripted();
  const context = fakeContext({ browser });
  const fillIn = (input: object) => typeInto({ fields: {}, submit: false, session: 'main', ...input }, context);
  await expect(fillIn({})).rejects.toMatchObject({ code: 'invalid-input', details: { field: 'fields' } });
  await expect(fillIn({ text: 'x' })).rejects.toMatchObject({ details: { field: 'target' } });
  await expect(fillIn({ target: 'x' })).rejects.toMatchObject({ details: { field: 'text' } });
  for (const input of [{}, { text: 'a', address: 'b' }]) {
    await expect(actions.wait({ ...input, session: 'main' }, context)).rejects.toMatchObject({ code: 'invalid-input' });
  }
  expect(steps).toEqual([]);
  await fillIn({ fields: { Name: 'Ann' }, target: 'City', text: 'Ghent' });
  expect(steps).toEqual([
    {
      kind: 'fill',
      submit: false,
      fields: [
        { target: 'Name', text: 'Ann' },
        { target: 'City', text: 'Ghent' },
      ],
    },
  ]);
});

test('robots.txt and pauses, where the settings ask for them', async () => {
  const { browser, steps } = scripted();
  const open = (context = fakeContext({ browser })) =>
    actions.open({ url: 'http://127.0.0.1:9/private', hosts: [], session: 'main' }, context);
  const waiting = fakeContext({ browser, now: 1000, settings: { secondsBetween: 5 } });
  await open(waiting);
  await open(waiting);
  expect(waiting.now()).toBe(6000);
  expect(steps).toHaveLength(2);
  const strict = fakeContext({ browser, settings: { respectRobots: true } });
  // Nobody answers there, so nobody has said that it may be read.
  await expect(open(strict)).rejects.toThrow();
  expect(steps).toHaveLength(2);
});
