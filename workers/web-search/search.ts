import {
  type ActionRun,
  decodeText,
  fail,
  retryAfter,
  type WorkerContext,
  type WorkerResponse,
} from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { type Fields, place, providers, type Result } from './providers.ts';

type Search = Actions['search'];

const keptMs = 15 * 60_000;
const keptAnswers = 200;
const mostBytes = 5_000_000;

/** Answers of the last quarter of an hour, the oldest first: asking again costs the service, and often money. */
const kept = new Map<string, { at: number; results: Result[] }>();

export const search: ActionRun<Search['input'], Search['output']> = async (input, context) => {
  const { query, provider, limit } = input;
  const name = JSON.stringify([provider, input.address, query, input.since, input.language, limit]);
  const known = kept.get(name);
  const age = known ? context.now() - known.at : Infinity;
  if (known && age < keptMs) return { query, provider, results: known.results, isCached: true };
  const results = (await ask(input, context)).slice(0, limit);
  kept.delete(name);
  kept.set(name, { at: context.now(), results });
  for (const oldest of kept.keys()) if (kept.size > keptAnswers) kept.delete(oldest);
  return { query, provider, results, isCached: false };
};

async function ask(input: Search['input'], context: WorkerContext): Promise<Result[]> {
  const { secret, request, results } = providers[input.provider];
  const key = secret === undefined ? '' : await keyOf(secret, input.provider, context);
  const { url, method, headers, body } = request(input, key);
  const response = await context.net.fetch(url, {
    method,
    headers: { accept: 'application/json', 'user-agent': 'Heron/1.0', ...headers },
    ...(body === undefined ? {} : { body }),
    maxRedirects: 2,
  });
  refuseFailure(response, input.provider);
  const found = results(await fieldsOf(response, input.provider));
  if (!found) return fail('network', `${input.provider} did not answer as it is known to`);
  // An address is where a later step may go: only those of the web.
  return found.filter((one) => /^https?:\/\/\S+$/i.test(one.url));
}

/** A key that nobody gave is the first thing that a new person meets. */
async function keyOf(secret: string, provider: string, context: WorkerContext): Promise<string> {
  return context.secrets.handle(secret).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'not-found')) throw error;
    const how = `keep one as ${secret} in Settings → Secrets, or choose another service in ${place}`;
    return fail('not-found', `${provider} wants a key: ${how}`, { secret });
  });
}

function refuseFailure({ status, headers }: WorkerResponse, provider: string): void {
  if (status >= 200 && status < 300) return;
  const details = { status, ...retryAfter(headers) };
  if (status === 401 || status === 403 || status === 422)
    fail(
      'invalid-input',
      provider === 'searxng'
        ? `SearXNG refuses (${status}): json must be among its search.formats`
        : `${provider} refuses the key (${status}); it is the secret ${providers[provider as 'brave'].secret ?? ''}`,
      details,
    );
  if (status === 429) fail('network', `${provider} has been asked too often (429)`, details);
  fail('network', `${provider} answered with the status ${status}`, details);
}

async function fieldsOf({ body }: WorkerResponse, provider: string): Promise<Fields> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) fail('limit-exceeded', `${provider} answered with more than ${mostBytes} bytes`);
    chunks.push(chunk.slice());
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  try {
    const value: unknown = JSON.parse(decodeText(whole));
    if (typeof value === 'object' && value !== null) return value as Fields;
  } catch {
    // Told below.
  }
  return fail('network', `${provider} answered with something that is no JSON`);
}
