import { fail, retryAfter, type WorkerContext, type WorkerResponse } from 'heron/worker-kit';
import { cookiesFor, jarOf, keepCookies } from './cookies.ts';
import type { Recorded } from './har.ts';
import { mostRedirects, type Outgoing, sentOn } from './redirects.ts';
import { type Auth, type Signed, signIn } from './auth.ts';

export type Call = {
  url: string;
  headers?: Record<string, string>;
  query?: Record<string, string>;
  auth?: Auth;
  cookies: boolean;
  retries: number;
  maxBytes: number;
};

/** Everything the requests of one action share. */
export type Exchange = {
  send(outgoing: Outgoing): Promise<WorkerResponse & { tookMs: number }>;
  /** To be called with what was read of the last answer, for the archive. */
  note(body: string): void;
  recorded: Recorded[];
  requests(): number;
  waitedMs(): number;
};

const longestWaitMs = 120_000;
const again = [429, 502, 503, 504];
/** Sent twice they do what they do once (RFC 9110, 9.2.2). */
const repeatable = ['GET', 'HEAD', 'PUT', 'DELETE'];

export async function openExchange(call: Call, context: WorkerContext): Promise<Exchange> {
  const signed = await signIn(call.auth, context);
  const own = lowerCase(call.headers ?? {});
  const { origin } = new URL(call.url);
  const recorded: Recorded[] = [];
  const count = { requests: 0, waitedMs: 0 };

  async function once(outgoing: Outgoing): Promise<WorkerResponse & { tookMs: number }> {
    // The next page may be anywhere: what signs in goes to the server that was named.
    const isHome = new URL(outgoing.url).origin === origin;
    const url =
      isHome && !outgoing.isSentOn
        ? withQuery(withMissing(outgoing.url, call.query ?? {}), signed.query)
        : outgoing.url;
    const headers = headersOf({ call, outgoing, own, signed, isHome }, context);
    const startedAt = context.now();
    count.requests += 1;
    const { method, body } = outgoing;
    const asked = { method, headers, givesRedirects: call.cookies, ...(body === undefined ? {} : { body }) };
    const response = await context.net.fetch(url, asked);
    const tookMs = context.now() - startedAt;
    if (call.cookies) keepCookies(jarOf(context.runId), response.url, response.headers['set-cookie'], context.now());
    const { status } = response;
    const request = { startedAt, tookMs, method, url, requestHeaders: headers, requestBody: body };
    recorded.push({ ...request, status, headers: response.headers, body: '' });
    return { ...response, tookMs };
  }

  return {
    async send(outgoing) {
      for (let attempt = 0; ; attempt += 1) {
        const response = await toTheEnd(outgoing, call.cookies, once).catch((error: unknown) => {
          if (attempt >= call.retries || !repeatable.includes(outgoing.method) || !isPassing(error)) throw error;
          return undefined;
        });
        if (response && !isForLater(response, outgoing.method)) return response;
        if (response && attempt >= call.retries) return response;
        const waitMs =
          retryAfter(response?.headers ?? {}, context.now()).retryAfterMs ?? Math.min(500 * 2 ** attempt, 30_000);
        if (waitMs > longestWaitMs) return response ?? fail('network', `${outgoing.url} asks to wait too long`);
        context.progress({ text: `waiting ${Math.ceil(waitMs / 1000)} s for ${new URL(outgoing.url).host}` });
        await response?.body[Symbol.asyncIterator]().return?.(undefined);
        await context.sleep(waitMs);
        count.waitedMs += waitMs;
      }
    },
    note(body) {
      const last = recorded.at(-1);
      if (last) last.body = body;
    },
    recorded,
    requests: () => count.requests,
    waitedMs: () => count.waitedMs,
  };
}

type Answered = WorkerResponse & { tookMs: number };

/** A login sets its cookies on the way, so with cookies each redirect is looked at. */
async function toTheEnd(
  outgoing: Outgoing,
  isFollowed: boolean,
  once: (outgoing: Outgoing) => Promise<Answered>,
): Promise<Answered> {
  let current = outgoing;
  let response = await once(current);
  for (let redirects = 0; ; redirects += 1) {
    const next = isFollowed ? sentOn(current, response) : undefined;
    if (!next) return response;
    if (redirects >= mostRedirects)
      fail('network', `${outgoing.url} sends one on more than ${mostRedirects} times, at last from ${response.url}`);
    await response.body[Symbol.asyncIterator]().return?.(undefined);
    current = next;
    response = await once(current);
  }
}

/** A server that says when to come back has not done anything; of others only what bears being done twice is tried again. */
function isForLater({ status }: WorkerResponse, method: string): boolean {
  return status === 429 || (again.includes(status) && repeatable.includes(method));
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'network';
}

type Parts = { call: Call; outgoing: Outgoing; own: Record<string, string>; signed: Signed; isHome: boolean };

function headersOf({ call, outgoing, own, signed, isHome }: Parts, context: WorkerContext): Record<string, string> {
  const cookie = call.cookies ? cookiesFor(jarOf(context.runId), outgoing.url) : undefined;
  return {
    accept: 'application/json, */*;q=0.5',
    'user-agent': 'Heron/1.0',
    ...(outgoing.type === undefined ? {} : { 'content-type': outgoing.type }),
    ...(cookie === undefined ? {} : { cookie }),
    ...(isHome ? { ...own, ...signed.headers } : harmlessOf(own)),
  };
}

function harmlessOf(own: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(own).filter(([name]) => /^(accept(-language)?|user-agent)$/.test(name)));
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

export function withQuery(url: string, query: Record<string, string>): string {
  const whole = new URL(url);
  for (const [name, value] of Object.entries(query)) whole.searchParams.set(name, value);
  return whole.href;
}

/** The address of a later page says itself where it is. */
function withMissing(url: string, query: Record<string, string>): string {
  const { searchParams } = new URL(url);
  return withQuery(url, Object.fromEntries(Object.entries(query).filter(([name]) => !searchParams.has(name))));
}
