import { fail, isAllowedByRobots, retryAfter, WorkerFailure, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';

export type Input = Actions['rows']['input'];

export type SentPage = { url: string; html: string };

/** Where pages come from. `more`: what the page shows after its button was pressed; undefined when it has none any more. */
export type PageSource = {
  first(): Promise<SentPage>;
  at(url: string): Promise<SentPage>;
  more(): Promise<SentPage | undefined>;
};

const mostBytes = 10_000_000;
const mostCachedBytes = 50_000_000;
const cache = new Map<string, { page: SentPage; until: number }>();
let cachedBytes = 0;
const nextAt = new Map<string, number>();
const tries = 3;

export function httpPages(input: Input, context: WorkerContext): PageSource {
  const polite = politeness(context);
  const at = async (url: string): Promise<SentPage> => {
    const known = cached(url, context);
    if (known) return known;
    await polite(url);
    const page = await fetchPage(url, context);
    keep(url, page, context);
    return page;
  };
  return { first: () => at(input.url), at, more: async () => undefined };
}

export function browserPages({ url, hosts, session, next }: Input, context: WorkerContext): PageSource {
  const { browser } = context;
  const polite = politeness(context);
  const read = async (): Promise<SentPage> => {
    const { text = '', url: place } = await browser.step(session, { kind: 'read', as: 'html' });
    return { url: place, html: text };
  };
  const at = async (place: string): Promise<SentPage> => {
    await polite(place);
    await browser.step(session, { kind: 'open', url: place, hosts });
    return read();
  };
  return {
    first: () => at(url),
    at,
    async more() {
      await polite(url);
      try {
        const target = next?.selector === undefined ? 'Load more' : `css=${next.selector}`;
        await browser.step(session, { kind: 'click', target });
      } catch (error) {
        if (error instanceof WorkerFailure && error.code === 'not-found') return undefined;
        throw error;
      }
      return read();
    },
  };
}

/** Errors: `not-found`, `network` (with when to come back), `limit-exceeded`, `unsupported` for what is no page. */
async function fetchPage(url: string, context: WorkerContext): Promise<SentPage> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await context.net.fetch(url, { headers: { accept: 'text/html', 'user-agent': 'Heron/1.0' } });
    const { status, headers } = answer;
    if (status >= 200 && status < 300) return { url: answer.url, html: await textOf(answer) };
    if (status === 404 || status === 410) fail('not-found', `There is nothing at ${url} (${status})`, { url, status });
    const isPassing = status === 429 || (status >= 502 && status <= 504);
    const later = retryAfter(headers);
    if (!isPassing || attempt === tries)
      fail('network', `${url} answered with the status ${status}`, { url, status, ...later });
    await context.sleep(Math.min(later.retryAfterMs ?? attempt * 1000, 60_000));
  }
}

type Answer = Awaited<ReturnType<WorkerContext['net']['fetch']>>;

async function textOf({ body, headers, url }: Answer): Promise<string> {
  const type = headers['content-type'] ?? 'text/html';
  if (!/html|xml/i.test(type)) fail('unsupported', `${url} is ${type}, not a page`, { url });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) fail('limit-exceeded', `${url} is larger than ${mostBytes} bytes`, { url });
    chunks.push(chunk);
  }
  const whole = Buffer.concat(chunks);
  const named =
    /charset=["']?([\w-]+)/i.exec(type)?.[1] ??
    /<meta[^>]*charset=["']?([\w-]+)/i.exec(whole.subarray(0, 1024).toString('latin1'))?.[1];
  try {
    return new TextDecoder(named).decode(whole);
  } catch {
    return new TextDecoder().decode(whole);
  }
}

/** Asks the site's robots.txt once, and waits between two pages of a host. */
function politeness(context: WorkerContext): (url: string) => Promise<void> {
  const robots = new Map<string, string>();
  const { respectRobots = true, secondsBetween = 0.5 } = context.settings;
  return async (url) => {
    const { origin, host, pathname, search } = new URL(url);
    if (respectRobots === true) {
      const text = robots.get(origin) ?? (await robotsOf(origin, context));
      robots.set(origin, text);
      if (!isAllowedByRobots(text, 'heron', pathname + search)) {
        const message = `The robots.txt of ${host} asks programs to leave ${pathname} alone; the settings of the worker Scrape say to respect that`;
        fail('unsupported', message, { url });
      }
    }
    const now = context.now();
    const at = Math.max(now, nextAt.get(host) ?? 0);
    if (nextAt.size > 1000) nextAt.clear();
    nextAt.set(host, at + Number(secondsBetween) * 1000);
    if (at > now) await context.sleep(at - now);
  };
}

async function robotsOf(origin: string, context: WorkerContext): Promise<string> {
  const answer = await context.net.fetch(`${origin}/robots.txt`, { headers: { 'user-agent': 'Heron/1.0' } });
  const chunks = await Array.fromAsync(answer.body);
  return answer.status === 200 ? Buffer.concat(chunks).subarray(0, 500_000).toString() : '';
}

/** Each run is marked by what it reads, so a page that another run has read is asked for again. */
function cached(url: string, { settings, runId, now }: WorkerContext): SentPage | undefined {
  const key = `${runId} ${url}`;
  const known = cache.get(key);
  if (!known || Number(settings['cacheMinutes'] ?? 15) === 0 || known.until < now()) return undefined;
  return known.page;
}

function keep(url: string, page: SentPage, { settings, runId, now }: WorkerContext): void {
  const minutes = Number(settings['cacheMinutes'] ?? 15);
  if (minutes === 0) return;
  const key = `${runId} ${url}`;
  cachedBytes += page.html.length - (cache.get(key)?.page.html.length ?? 0);
  cache.delete(key);
  cache.set(key, { page, until: now() + minutes * 60_000 });
  for (const [oldest, { page: old }] of cache) {
    if (cachedBytes <= mostCachedBytes) break;
    cache.delete(oldest);
    cachedBytes -= old.html.length;
  }
}
