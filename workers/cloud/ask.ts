import { fail, retryAfter, type RequestSignature, type WorkerContext, type WorkerResponse } from 'heron/worker-kit';
import { fieldsAt, textIn } from './fields.ts';
import { elementsAt, readXml, textAt } from './xml.ts';

/** How a service knows who asks: a signature, or what stands in the header `authorization`. */
export type Auth = { sign: RequestSignature } | { authorization: string };

export type Asked = {
  url: string;
  auth: Auth;
  method?: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Answers besides those of 200 to 299 that the caller reads itself. */
  fine?: number[];
  /** How many requests are to follow this one, where that is known. */
  followedBy?: number;
};

const mostTries = 4;
/** A service that wants more than that has failed, and says when to come back. */
const longestWaitMs = 30_000;
const passing = [429, 500, 502, 503, 504];
const mostText = 32 * 1024 * 1024;

/**
 * Asks, again after what passes where that does no harm. Errors: `not-found`, `conflict`, `network` with what the service says;
 * permission codes.
 */
export async function ask(asked: Asked, context: WorkerContext): Promise<WorkerResponse> {
  const mayRepeat = asked.method !== 'POST';
  for (let attempt = 1; ; attempt += 1) {
    const isLast = !mayRepeat || attempt === mostTries;
    const response = await once(asked, context).catch((error: unknown) => {
      if (isLast || !isPassing(error)) throw error;
      return undefined;
    });
    const waitMs = retryAfter(response?.headers ?? {}).retryAfterMs ?? 500 * 2 ** attempt;
    const isFinal = isLast || waitMs > longestWaitMs;
    if (response && (isFinal || !passing.includes(response.status))) return judged(response, asked);
    await response?.body[Symbol.asyncIterator]().return?.(undefined);
    context.progress({ text: `waiting for ${new URL(asked.url).host}` });
    await context.sleep(waitMs);
  }
}

function once({ url, auth, method = 'GET', headers = {}, body, followedBy }: Asked, context: WorkerContext) {
  const known: Record<string, string> = 'sign' in auth ? {} : { authorization: auth.authorization };
  return context.net.fetch(url, {
    method,
    headers: { ...headers, ...known },
    ...('sign' in auth ? { sign: auth.sign } : {}),
    ...(body === undefined ? {} : { body }),
    ...(followedBy === undefined ? {} : { followedBy }),
    maxRedirects: 0,
  });
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'network';
}

async function judged(response: WorkerResponse, { url, method, fine = [] }: Asked): Promise<WorkerResponse> {
  const { status } = response;
  if ((status >= 200 && status < 300) || fine.includes(status)) return response;
  const place = new URL(url);
  const said = method === 'HEAD' ? '' : await saidIn(response, url);
  const shown = `${place.host}${decoded(place.pathname)}`;
  const details = { url: `${place.origin}${place.pathname}`, status, ...retryAfter(response.headers) };
  const region = response.headers['x-amz-bucket-region'];
  if (status === 301 && region !== undefined)
    return fail('invalid-input', `The bucket is in the region ${region}; say region ${region}`, { field: 'region' });
  const code = status === 404 ? 'not-found' : status === 409 || status === 412 ? 'conflict' : 'network';
  return fail(code, `${shown} answered with ${status}${said === '' ? '' : `: ${said}`}`, details);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** What a service says of why not: in XML as AWS does, in JSON as the others do. */
async function saidIn(response: WorkerResponse, url: string): Promise<string> {
  const text = await bodyText(response, url).catch(() => '');
  return (text.trimStart().startsWith('{') ? saidInJson(text) : await saidInXml(text, url)).slice(0, 500);
}

async function saidInXml(text: string, url: string): Promise<string> {
  const root = await readXml(text, url).catch(() => undefined);
  const [error = root] = [...elementsAt(root, 'Error'), ...elementsAt(root, 'Errors', 'Error')];
  return [textAt(error, 'Code'), textAt(error, 'Message')].filter((each) => each !== '').join(': ');
}

function saidInJson(text: string): string {
  try {
    const read: unknown = JSON.parse(text);
    const error = fieldsAt(read, 'error');
    const words = [textIn(error['status']) || textIn(error['code']), textIn(error['message'])];
    return words.filter((each) => each !== '').join(': ') || textIn(fieldsAt(read)['error_description']);
  } catch {
    return '';
  }
}

/** The whole of an answer, at most 32 MB. Errors: `limit-exceeded`. */
export async function bodyText(response: WorkerResponse, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > mostText) fail('limit-exceeded', `The answer of ${new URL(url).host} is larger than 32 MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** JSON that a service gave. Errors: `network`. */
export function readJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail('network', `The answer of ${new URL(url).host} is no JSON`, { url });
  }
}
