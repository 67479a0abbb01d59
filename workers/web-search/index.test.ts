import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fail } from 'heron/worker-kit';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import worker from './index.ts';

const { search } = worker.actions;
type Input = Parameters<typeof search>[0];

let server: Server;
let address: string;
let asked: { method: string; url: string; token: string; body: string }[] = [];
let answer: { status: number; body: string; headers?: Record<string, string> };

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', () => {
      asked.push({ ...shapeOf(request), body: Buffer.concat(chunks).toString() });
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => void (asked = []));

function shapeOf({ method = '', url = '', headers }: IncomingMessage) {
  return { method, url, token: String(headers['x-subscription-token'] ?? headers.authorization ?? '') };
}

/** As each service documents its answers. */
const answers: Record<Input['provider'], unknown> = {
  searxng: {
    query: 'herons',
    results: [
      {
        title: 'Grey heron',
        url: 'https://example.org/heron',
        content: 'A <b>long</b> &amp; grey bird',
        publishedDate: '2026-10-01T00:00:00',
      },
      { title: 'Bad', url: 'javascript:alert(1)', content: '' },
      { title: 'Second', url: 'https://example.org/second', content: null },
    ],
  },
  brave: {
    type: 'search',
    web: {
      results: [
        {
          title: 'Grey <strong>heron</strong>',
          url: 'https://example.org/heron',
          description: 'A long &#38; grey bird',
          page_age: '2026-10-01T10:00:00',
        },
        { title: 'Second', url: 'https://example.org/second', description: '' },
      ],
    },
  },
  tavily: {
    query: 'herons',
    results: [
      {
        title: 'Grey heron',
        url: 'https://example.org/heron',
        content: 'A long & grey\n bird',
        score: 0.9,
        published_date: '2026-10-01',
      },
      { title: 'Second', url: 'https://example.org/second', content: '' },
    ],
  },
};

const keys = ['brave', 'tavily'].map((name) => [
  `web-search-${name}`,
  { value: `key-of-${name}`, hosts: ['127.0.0.1'] },
]);
const allowed = (now?: number) =>
  fakeContext({
    allow: { hosts: ['127.0.0.1'] },
    secrets: Object.fromEntries(keys) as Record<string, { value: string; hosts: string[] }>,
    ...(now === undefined ? {} : { now }),
  });

let questions = 0;
/** Each test asks something new, since answers are kept. */
const input = (provider: Input['provider'], changes: Partial<Input> = {}): Input => ({
  query: `herons & egrets ${(questions += 1)}`,
  ...{ provider, address, limit: 10 },
  ...changes,
});

test.each(['searxng', 'brave', 'tavily'] as const)(
  '%s is asked as it wants, and its answer is told as all are [W-51]',
  async (provider) => {
    answer = { status: 200, body: JSON.stringify(answers[provider]) };
    const given = input(provider, { since: 'week', language: 'de' });
    const output = await search(given, allowed());
    expect(output.results).toEqual([
      { title: 'Grey heron', url: 'https://example.org/heron', text: 'A long & grey bird', published: '2026-10-01' },
      { title: 'Second', url: 'https://example.org/second', text: '' },
    ]);
    const { method, url, token, body } = asked[0] ?? { method: '', url: '', token: '', body: '' };
    const query = encodeURIComponent(given.query);
    if (provider === 'tavily') {
      expect([method, url, token]).toEqual(['POST', '/search', 'Bearer key-of-tavily']);
      expect(JSON.parse(body)).toEqual({ query: given.query, max_results: 10, time_range: 'week' });
    } else if (provider === 'brave') {
      expect([method, token]).toEqual(['GET', 'key-of-brave']);
      expect(url).toBe(`/res/v1/web/search?q=${query}&count=10&freshness=pw&search_lang=de`);
    } else expect(url).toBe(`/search?q=${query}&format=json&pageno=1&time_range=week&language=de`);
  },
);

test('the same question is answered from memory for a quarter of an hour, another is not', async () => {
  answer = { status: 200, body: JSON.stringify(answers.searxng) };
  const given = input('searxng');
  expect((await search(given, allowed(0))).isCached).toBe(false);
  expect((await search(given, allowed(14 * 60_000))).isCached).toBe(true);
  expect((await search({ ...given, limit: 1 }, allowed(0))).results).toHaveLength(1);
  expect(asked).toHaveLength(2);
  expect((await search(given, allowed(15 * 60_000))).isCached).toBe(false);
});

test('no result is an answer, and a long one is cut where it should be', async () => {
  answer = { status: 200, body: '{"type":"search","query":{}}' };
  expect((await search(input('brave'), allowed())).results).toEqual([]);
  const results = Array.from({ length: 500 }, (_, index) => ({
    title: 't'.repeat(400),
    url: `https://example.org/${index}`,
    content: 'x'.repeat(3000),
  }));
  answer = { status: 200, body: JSON.stringify({ results }) };
  const { results: given } = await search(input('searxng'), allowed());
  expect([given.length, given[0]?.title.length, given[0]?.text.length]).toEqual([10, 300, 1000]);
});

test.each([
  ['a key that is refused', 'brave', { status: 401, body: '{}' }, 'invalid-input', 'web-search-brave'],
  ['SearXNG without JSON', 'searxng', { status: 403, body: '' }, 'invalid-input', 'search.formats'],
  ['too many questions', 'tavily', { status: 429, body: '{}', headers: { 'retry-after': '3' } }, 'network', '429'],
  ['a broken service', 'tavily', { status: 502, body: '' }, 'network', '502'],
  ['a page instead of JSON', 'searxng', { status: 200, body: '<html>' }, 'network', 'no JSON'],
  ['another answer', 'tavily', { status: 200, body: '{"hits":[]}' }, 'network', 'as it is known to'],
  [
    'an endless answer',
    'searxng',
    { status: 200, body: `{"results":[{"title":"${'x'.repeat(5_000_000)}"}]}` },
    'limit-exceeded',
    'more than',
  ],
] as const)('%s is told', async (_, provider, given, code, message) => {
  answer = given;
  const failure = await Promise.resolve(search(input(provider), allowed())).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code, message: expect.stringContaining(message) as string });
  if (answer.status === 429) expect(failure).toMatchObject({ details: { retryAfterMs: 3000 } });
});

test('without an address, a permission or a key nothing is asked; a cancelled question ends', async () => {
  const { address: _, ...nowhere } = input('searxng');
  await expect(search(nowhere as Input, allowed())).rejects.toMatchObject({
    ...{ message: expect.stringContaining('Workers → Web search → Settings') as string, details: { field: 'address' } },
  });
  const denied = fakeContext();
  await expect(search(input('searxng'), denied)).rejects.toMatchObject({ code: 'permission-denied' });
  const keyless = fakeContext({ allow: { hosts: ['127.0.0.1'] } });
  keyless.secrets.handle = async (name) => fail('not-found', `There is no secret ${name}`);
  await expect(search(input('brave'), keyless)).rejects.toMatchObject({
    code: 'not-found',
    message:
      'brave wants a key: keep one as web-search-brave in Settings → Secrets, or choose another service in Workers → Web search → Settings',
  });
  const context = allowed();
  context.abort();
  await expect(search(input('searxng'), context)).rejects.toThrow();
  expect(asked).toEqual([]);
});
