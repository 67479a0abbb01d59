import { fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { plainText } from './plain-text.ts';

type Input = Actions['search']['input'];
export type Result = Actions['search']['output']['results'][number];

/** How a service is asked, and what its answer says. `secret` is the name of the key it wants. */
export type Provider = {
  secret?: string;
  /** Errors: `invalid-input` where something is missing. */
  request(
    input: Input,
    key: string,
  ): { url: string; method: 'GET' | 'POST'; headers: Record<string, string>; body?: string };
  /** Undefined for what is no answer of this service. */
  results(answer: Fields): Result[] | undefined;
};

export type Fields = Record<string, unknown>;

/** Where a person says which service is asked. */
export const place = 'Workers → Web search → Settings';

const braveTimes = { day: 'pd', week: 'pw', month: 'pm', year: 'py' };

/** One entry a service: its reference is named beside it. */
export const providers: Record<Input['provider'], Provider> = {
  // docs.searxng.org/dev/search_api.html; JSON must be among its search.formats.
  searxng: {
    request: (input) => {
      if (!input.address)
        return fail('invalid-input', `Say where SearXNG runs, here or in ${place}`, { field: 'address' });
      const query = { q: input.query, format: 'json', pageno: 1, time_range: input.since, language: input.language };
      return { url: `${baseOf(input, '')}/search?${queryOf(query)}`, method: 'GET', headers: {} };
    },
    results: ({ results }) => listOf(results)?.map((one) => resultOf(one, one['content'], one['publishedDate'])),
  },
  // api-dashboard.search.brave.com, web search.
  brave: {
    secret: 'web-search-brave',
    request: (input, key) => {
      const since = input.since === undefined ? undefined : braveTimes[input.since];
      const query = { q: input.query, count: Math.min(20, input.limit), freshness: since, search_lang: input.language };
      const url = `${baseOf(input, 'https://api.search.brave.com')}/res/v1/web/search?${queryOf(query)}`;
      return { url, method: 'GET', headers: { 'x-subscription-token': key } };
    },
    results: ({ web, type }) => {
      if (type !== 'search' && !isFields(web)) return undefined;
      // Without any result there is no web.
      const found = isFields(web) ? listOf(web['results']) : [];
      return found?.map((one) => resultOf(one, one['description'], one['page_age']));
    },
  },
  // docs.tavily.com, search.
  tavily: {
    secret: 'web-search-tavily',
    request: (input, key) => {
      const body = { query: input.query, max_results: Math.min(20, input.limit), time_range: input.since };
      return {
        url: `${baseOf(input, 'https://api.tavily.com')}/search`,
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify(body),
      };
    },
    results: ({ results }) => listOf(results)?.map((one) => resultOf(one, one['content'], one['published_date'])),
  },
};

function baseOf({ address }: Input, usual: string): string {
  return (address || usual).replace(/\/+$/, '');
}

function queryOf(fields: Record<string, string | number | undefined>): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join('&');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): Fields[] | undefined {
  return Array.isArray(value) ? value.filter(isFields) : undefined;
}

function resultOf({ title, url }: Fields, text: unknown, date: unknown): Result {
  const published = typeof date === 'string' && /^\d{4}-\d{2}-\d{2}/.test(date) ? date.slice(0, 10) : undefined;
  return {
    title: plainText(title, 300),
    url: typeof url === 'string' ? url : '',
    text: plainText(text, 1000),
    ...(published === undefined ? {} : { published }),
  };
}
