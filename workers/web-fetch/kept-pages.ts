import CachePolicy from 'http-cache-semantics';
import type { WorkerContext } from 'heron/worker-kit';
import { type Answer, limited, request } from './request.ts';

/** A page as it was sent; `isCached`: it was known, and the server has no other. */
export type SentPage = { url: string; contentType: string; bytes: Buffer; isCached: boolean };

/** `check` throws for what is not to be read at all. */
export type PageWish = { url: string; accept: string; maxBytes: number; check(answer: Answer): void };

type Headers = Record<string, string>;
type Kept = { page: SentPage; headers: Headers; freshUntil: number; until: number };

const longestMs = 15 * 60_000;
const mostBytes = 50_000_000;

/** The oldest first. Each run is marked by what it reads, so a page that another run has read is asked for again. */
const kept = new Map<string, Kept>();
let keptBytes = 0;

/**
 * A page that the run has read in the last quarter of an hour is not asked for again as long as the server said it stays as it is
 * (RFC 9111), and then only asked whether it has changed. Errors: those of `request` and `limited`.
 */
export async function sentPage({ url, accept, maxBytes, check }: PageWish, context: WorkerContext): Promise<SentPage> {
  const key = `${context.runId} ${placeOf(url)}`;
  const known = usableOf(key, maxBytes, context.now());
  if (known && known.freshUntil > context.now()) return { ...known.page, isCached: true };
  let answer = await request(url, accept, context, known && validatorsOf(known.headers));
  if (answer.status === 304) {
    if (known && placeOf(answer.url) === placeOf(url)) {
      keep(key, known.page, { ...known.headers, ...answer.headers }, context.now());
      return { ...known.page, isCached: true };
    }
    // Another place now answers, which knows nothing of what we have.
    answer = await request(url, accept, context);
  }
  check(answer);
  const bytes = Buffer.concat(await Array.fromAsync(limited(answer, maxBytes)));
  const page = { url: answer.url, contentType: answer.contentType, bytes, isCached: false };
  forget(key);
  // What an answer says of its time it does not say of the way that led to it.
  if (placeOf(answer.url) === placeOf(url)) keep(key, page, answer.headers, context.now());
  return page;
}

function usableOf(key: string, maxBytes: number, now: number): Kept | undefined {
  const known = kept.get(key);
  return known && known.until > now && known.page.bytes.byteLength <= maxBytes ? known : undefined;
}

function keep(key: string, page: SentPage, headers: Headers, now: number): void {
  forget(key);
  // Without a word of the server nothing is guessed: then it is asked each time.
  const asked = { method: 'GET', url: page.url, headers: {} };
  const policy = new CachePolicy(asked, { status: 200, headers }, { shared: false, cacheHeuristic: 0 });
  const freshMs = Math.min(policy.timeToLive(), longestMs);
  if (!policy.storable() || (freshMs <= 0 && !validatorsOf(headers))) return;
  kept.set(key, { page, headers, freshUntil: now + freshMs, until: now + longestMs });
  keptBytes += page.bytes.byteLength;
  for (const oldest of kept.keys()) if (keptBytes > mostBytes) forget(oldest);
}

function forget(key: string): void {
  keptBytes -= kept.get(key)?.page.bytes.byteLength ?? 0;
  kept.delete(key);
}

/** What a server that still has this page answers with 304 to. */
function validatorsOf({ etag, 'last-modified': modified }: Headers): Headers | undefined {
  if (etag !== undefined) return { 'if-none-match': etag };
  return modified === undefined ? undefined : { 'if-modified-since': modified };
}

/** An address without its `#…`, written in one way. */
function placeOf(url: string): string {
  const place = new URL(url);
  place.hash = '';
  return place.href;
}
