import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type BirdService, startBirdService } from './fixtures/bird-service.ts';
import worker from './index.ts';

const { get, send, query, mutate, schema } = worker.actions;
const basics = { retries: 2, maxBytes: 20_000_000, cookies: true, overwrite: false };
const value = 's3cret-value';

let service: BirdService;
let folder: string;

beforeAll(async () => {
  service = await startBirdService();
});
afterAll(() => service.end());
beforeEach(() => {
  service.seen.length = 0;
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-api-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (path: string): string => `${service.origin}${path}`;
const allowed = () =>
  fakeContext({
    allow: { hosts: ['127.0.0.1'], write: [folder] },
    secrets: { 'api-birds': { value, hosts: ['127.0.0.1'] } },
    now: 1_800_000_000_000,
  });
const ask = (path: string, changes: object = {}, context = allowed()) =>
  get({ ...basics, url: at(path), ...changes }, context);

describe('get', () => {
  test('JSON comes as values, with the fields and headers that were given [W-05]', async () => {
    const output = await ask('/echo?a=1', { query: { b: 'ä' }, headers: { 'X-Trace': 'T' } });
    expect(output).toMatchObject({
      ...{ url: at('/echo?a=1&b=%C3%A4'), status: 200, requests: 1, pages: 1 },
      body: { method: 'GET', url: '/echo?a=1&b=%C3%A4', headers: { 'x-trace': 'T' } },
    });
  });

  test.each([
    ['bearer', {}, { authorization: `Bearer ${value}` }],
    ['basic', { user: 'me' }, { authorization: `Basic ${Buffer.from(`me:${value}`).toString('base64')}` }],
    ['header', { name: 'X-Api-Key' }, { 'x-api-key': value }],
    ['oauth2', {}, { authorization: 'Bearer tok-1' }],
  ] as const)('%s signs in with the secret that is named', async (kind, fields, headers) => {
    const oauth = { tokenUrl: at('/token'), clientId: 'me', scope: 'birds' };
    const auth = { kind, secret: 'api-birds', ...(kind === 'oauth2' ? oauth : fields) };
    // The broker fills in what is inside of base64; the context of tests does not, and so the test does.
    const context = allowed();
    const { fetch } = context.net;
    const handle = await context.secrets.handle('api-birds');
    context.net.fetch = (url, request = {}) =>
      fetch(url, { ...request, headers: filledBasic(request.headers ?? {}, handle) });
    await ask('/echo', { auth }, context);
    expect(service.seen.at(-1)?.headers).toMatchObject(headers);
  });

  test('a key in the address is put there, and stands in no output', async () => {
    const har = join(folder, 'calls.har');
    await ask('/birds', { auth: { kind: 'query', name: 'key', secret: 'api-birds' }, har });
    expect(service.seen[0]?.url).toBe(`/birds?key=${value}`);
    const archive = readFileSync(har, 'utf8');
    expect(archive).not.toContain(value);
    expect(archive).not.toContain('heron-secret-');
  });

  test('what a kind needs and is missing is named', async () => {
    const auth = { kind: 'header', secret: 'api-birds' };
    await expect(ask('/echo', { auth })).rejects.toMatchObject({ details: { field: 'auth.name' } });
    await expect(ask('/echo', { auth: { kind: 'bearer' } })).rejects.toMatchObject({
      details: { field: 'auth.secret' },
    });
    const wrong = { kind: 'oauth2', secret: 'api-birds', tokenUrl: at('/token'), clientId: 'you' };
    await expect(ask('/echo', { auth: wrong })).rejects.toMatchObject({ code: 'network', details: { status: 401 } });
  });

  test.each([
    ['/linked', { kind: 'link', items: '$' }, 3],
    ['/cursor', { kind: 'cursor', items: '$.data.birds', next: '$.next' }, 3],
    ['/birds', { kind: 'page', items: '$', sizeParameter: 'per_page', size: 50 }, 6],
    ['/birds', { kind: 'offset', items: '$' }, 4],
  ])('%s is read with %j until there is no more', async (path, pages, count) => {
    const output = await ask(path, { pages: { maxPages: 50, size: 100, ...pages } });
    expect(output).toMatchObject({ items: 250, pages: count, truncated: false });
    expect((output.body as { id: number }[]).map(({ id }) => id)).toEqual(Array.from({ length: 250 }, (_, i) => i + 1));
  });

  test('pages end at the limit, do not go in circles, and say where the list is not', async () => {
    const pages = { kind: 'link', items: '$', size: 100, maxPages: 2 };
    expect(await ask('/linked', { pages })).toMatchObject({ pages: 2, items: 200, truncated: true });
    await expect(ask('/circle', { pages })).rejects.toMatchObject({ code: 'network' });
    const lost = { kind: 'link', items: '$.x', size: 100, maxPages: 2 };
    await expect(ask('/linked', { pages: lost })).rejects.toMatchObject({ details: { field: 'pages.items' } });
  });

  test('50,000 items go into a file page by page, and are too many to hand on', async () => {
    const pages = { kind: 'link', items: '$', size: 100, maxPages: 50 };
    const saveTo = join(folder, 'all.json');
    expect(await ask('/many', { pages, saveTo })).toMatchObject({ items: 50_000, pages: 10, path: saveTo });
    expect(JSON.parse(readFileSync(saveTo, 'utf8'))).toHaveLength(50_000);
    await expect(ask('/many', { pages })).rejects.toMatchObject({ code: 'limit-exceeded' });
    await expect(ask('/many', { pages, saveTo })).rejects.toMatchObject({ code: 'already-exists' });
  });

  test('it waits as long as the server says and tries again, as often as it may', async () => {
    const context = allowed();
    expect(await ask('/busy?1', {}, context)).toMatchObject({ body: { tries: 3 }, requests: 3, waitedMs: 14_000 });
    expect(context.reports).toContainEqual({ text: `waiting 7 s for 127.0.0.1:${service.port}` });
    await expect(ask('/busy?2', { retries: 1 })).rejects.toMatchObject({
      code: 'network',
      details: { status: 429, retryAfterMs: 7000 },
    });
  });

  test('what does not hold is listed, each with what is there', async () => {
    const json = [
      { path: '$[0].name', equals: 'bird 1' },
      { path: '$[1].id', equals: 3 },
      { path: '$[0].wings', exists: true },
      { path: '$', length: 100, type: 'array' },
      { path: '$[0].name', contains: 'fish' },
    ];
    await expect(ask('/birds', { expect: { status: [200, 201], json } })).rejects.toMatchObject({
      code: 'conflict',
      details: { broken: ['$[1].id is 2, not 3', '$[0].wings is missing', '$[0].name is "bird 1", without "fish"'] },
    });
    expect(await ask('/nothing', { expect: { status: [404] } })).toMatchObject({ status: 404 });
    await expect(ask('/birds', { expect: { json: [{ path: '$..x' }] } })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });

  test('cookies last for the run and go only to who set them', async () => {
    const context = allowed();
    await ask('/login', {}, context);
    await ask('/echo', {}, context);
    expect(service.seen.at(-1)?.headers.cookie).toBe('session=abc; theme=dark');
    await ask('/logout', {}, context);
    await ask('/echo', {}, context);
    expect(service.seen.at(-1)?.headers.cookie).toBe('theme=dark');
    await ask('/echo', {}, { ...allowed(), runId: 'run_01JD0000000000000000000001' });
    expect(service.seen.at(-1)?.headers.cookie).toBeUndefined();
  });

  test('a login that sends one on keeps its session, in the very request and later in the run [W-05]', async () => {
    const context = { ...allowed(), runId: 'run_01JD0000000000000000000002' };
    const form = { name: 'me', password: 's3cret' };
    const har = join(folder, 'login.har');
    const output = await send(
      { ...basics, method: 'POST', url: at('/form'), query: { lang: 'en' }, form, har },
      context,
    );
    expect(output).toMatchObject({
      ...{ status: 200, url: at('/home?from=hall'), requests: 3 },
      body: { cookie: 'session=won; seen=2', url: '/home?from=hall', method: 'GET', body: '', type: null },
    });
    expect(await ask('/home', {}, context)).toMatchObject({ status: 200, requests: 1 });
    const archive = JSON.parse(readFileSync(har, 'utf8')) as { log: { entries: { response: { status: number } }[] } };
    expect(archive.log.entries.map(({ response }) => response.status)).toEqual([302, 301, 200]);
  });

  test('redirects end somewhere, and carry no key to another server [W-05]', async () => {
    await expect(ask('/around', { retries: 0 })).rejects.toMatchObject({ code: 'network' });
    expect(service.seen).toHaveLength(11);
    const other = await startBirdService();
    onTestFinished(() => other.end());
    const auth = { kind: 'header', name: 'x-bird', secret: 'api-birds' };
    const to = encodeURIComponent(`${other.origin}/echo`);
    const output = await ask(`/away?to=${to}`, { auth, headers: { accept: 'text/csv', 'x-own': '1' } });
    expect(output).toMatchObject({ url: `${other.origin}/echo` });
    expect(other.seen[0]?.headers).toMatchObject({ accept: 'text/csv' });
    for (const name of ['x-bird', 'x-own', 'cookie']) expect(other.seen[0]?.headers[name]).toBeUndefined();
    await expect(ask('/away?to=ftp://127.0.0.1/', { retries: 0 })).rejects.toMatchObject({ code: 'network' });
  });

  test('errors say what the server said', async () => {
    await expect(ask('/gone')).rejects.toMatchObject({
      code: 'not-found',
      message: `${at('/gone')} answered with 404: {"message":"no such bird"}`,
    });
    await expect(ask('/lies')).rejects.toMatchObject({ code: 'network' });
    await expect(ask('/many', { maxBytes: 1000 })).rejects.toMatchObject({ code: 'limit-exceeded' });
  });

  test('a host it may not reach is refused before anything is sent, and leaves no file', async () => {
    const call = ask('/birds', { saveTo: join(folder, 'x.json') }, fakeContext({ allow: { write: [folder] } }));
    await expect(call).rejects.toMatchObject({ code: 'permission-denied' });
    expect(service.seen).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('it ends when it is cancelled', async () => {
    const context = fakeContext({ allow: { hosts: ['127.0.0.1'] } });
    const call = ask('/slow', { retries: 0 }, context);
    while (service.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    context.abort();
    await expect(call).rejects.toThrow();
  });
});

function filledBasic(headers: Record<string, string>, handle: string): Record<string, string> {
  const { authorization = '' } = headers;
  if (!authorization.startsWith('Basic ')) return headers;
  const text = Buffer.from(authorization.slice(6), 'base64').toString().replace(handle, value);
  return { ...headers, authorization: `Basic ${Buffer.from(text).toString('base64')}` };
}

describe('send', () => {
  const tell = (path: string, changes: object = {}) =>
    send({ ...basics, method: 'POST', url: at(path), ...changes }, allowed());

  test('JSON, a form or text is sent for what it is', async () => {
    const echoed = async (changes: object) =>
      (await tell('/echo', changes)).body as { body: string; headers: Record<string, string> };
    expect(await echoed({ json: { a: 1 } })).toMatchObject({
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    });
    expect(await echoed({ body: '{"b":2}' })).toMatchObject({ headers: { 'content-type': 'application/json' } });
    expect(await echoed({ form: { a: 'b c' } })).toMatchObject({ body: 'a=b+c' });
    expect(await echoed({ body: 'hello' })).toMatchObject({ headers: { 'content-type': 'text/plain; charset=utf-8' } });
    expect((await tell('/echo', { method: 'DELETE' })).body).toMatchObject({ method: 'DELETE' });
    await expect(tell('/echo', { json: 1, body: '1' })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('what may have been done is not done again, unless the server says it was not', async () => {
    await expect(tell('/down')).rejects.toMatchObject({ details: { status: 503 } });
    expect(service.seen).toHaveLength(1);
    expect(await tell('/busy?3')).toMatchObject({ requests: 3 });
  });
});

describe('graphql', () => {
  const url = () => ({ ...basics, url: at('/graphql') });

  test('a query gives its data and what it could not give', async () => {
    const asked = { ...url(), query: 'query one($id: Int!) { bird(id: $id) { name } broken }', variables: { id: 2 } };
    expect(await query(asked, allowed())).toEqual({
      ...{ url: at('/graphql'), status: 200, requests: 1 },
      ...{ data: { bird: { name: 'bird 2' }, broken: null }, errors: ['this part is broken'] },
    });
  });

  test('the pages of a list are followed by its cursors, to the end or as far as allowed', async () => {
    const document =
      'query all($after: String) { birds(first: 100, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }';
    const pages = {
      ...{ items: '$.birds.nodes', next: '$.birds.pageInfo.endCursor', more: '$.birds.pageInfo.hasNextPage' },
    };
    const whole = await query({ ...url(), query: document, pages }, allowed());
    expect(whole).toMatchObject({ pages: 3, requests: 3, truncated: false, errors: [] });
    expect(whole.data).toEqual(Array.from({ length: 250 }, (_, index) => ({ id: index + 1 })));
    const two = await query({ ...url(), query: document, pages: { ...pages, maxPages: 2 } }, allowed());
    expect(two).toMatchObject({ pages: 2, truncated: true });
    expect(two.data).toHaveLength(200);
  });

  test('pages that lead back, a list that is not there and more than a step can hand on are told', async () => {
    const document = 'query ($from: String) { circle(after: $from) { nodes { id } pageInfo { endCursor } } }';
    const pages = { items: '$.circle.nodes', next: '$.circle.pageInfo.endCursor', variable: 'from' };
    await expect(query({ ...url(), query: document, pages }, allowed())).rejects.toMatchObject({
      ...{ code: 'network', message: expect.stringContaining('lead back to round') as string },
    });
    await expect(
      query({ ...url(), query: document, pages: { ...pages, items: '$.circle' } }, allowed()),
    ).rejects.toMatchObject({ code: 'invalid-input', details: { field: 'pages.items' } });
    const endless = 'query ($after: String) { endless(after: $after) { nodes { name } pageInfo { endCursor } } }';
    const all = { items: '$.endless.nodes', next: '$.endless.pageInfo.endCursor' };
    await expect(query({ ...url(), query: endless, pages: all }, allowed())).rejects.toMatchObject({
      ...{ code: 'limit-exceeded', message: expect.stringContaining('maxPages') as string },
    });
  });

  test('a change goes by its own action, and only there', async () => {
    const change = { ...url(), query: 'mutation { rename(id: 1, name: "x") { name } }' };
    expect(await mutate(change, allowed())).toMatchObject({ data: { rename: { name: 'x' } } });
    service.seen.length = 0;
    await expect(query(change, allowed())).rejects.toMatchObject({
      message: expect.stringContaining('api.mutate') as string,
    });
    await expect(query({ ...url(), query: '{ bird(' }, allowed())).rejects.toMatchObject({
      message: expect.stringContaining('line 1, column 8') as string,
    });
    expect(service.seen).toEqual([]);
    await expect(query({ ...url(), query: '{ fish }' }, allowed())).rejects.toMatchObject({
      message: expect.stringContaining('Cannot query field') as string,
    });
  });
});

describe('schema', () => {
  const describeAt = (path: string, changes: object = {}) =>
    schema({ ...basics, url: at(path), kind: 'openapi', ...changes }, allowed());

  test('OpenAPI is found in its usual place, and saved as it is', async () => {
    const saveTo = join(folder, 'birds.json');
    expect(await describeAt('/', { saveTo })).toEqual({
      ...{ kind: 'openapi', url: at('/openapi.json'), title: 'Birds', version: '2', path: saveTo },
      operations: ['GET /birds', 'POST /birds', 'DELETE /birds/{id}'],
    });
    expect(JSON.parse(readFileSync(saveTo, 'utf8'))).toMatchObject({ openapi: '3.1.0' });
    await expect(describeAt('/birds/')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('GraphQL is asked for its schema, which is saved in its language', async () => {
    const saveTo = join(folder, 'birds.graphql');
    const found = await describeAt('/graphql', { kind: 'graphql', saveTo });
    expect(found.operations).toEqual([
      'query bird',
      'query birds',
      'query circle',
      'query endless',
      'query broken',
      'mutation rename',
    ]);
    expect(readFileSync(saveTo, 'utf8')).toContain('type Bird {\n  id: Int!');
    await expect(describeAt('/echo', { kind: 'graphql' })).rejects.toMatchObject({ code: 'network' });
  });
});
