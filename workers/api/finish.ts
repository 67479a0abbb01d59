import { fail, retryAfter, type WorkerContext, type WorkerResponse } from 'heron/worker-kit';
import { readBody } from './answer-body.ts';
import type { Exchange } from './exchange.ts';
import type { Expectations } from './expectations.ts';
import { toHar } from './har.ts';

/** Writes the archive of what was sent, where one is wanted. */
export async function saveHar(path: string | undefined, exchange: Exchange, context: WorkerContext): Promise<void> {
  if (path !== undefined) await context.files.write(path, toHar(exchange.recorded), { overwrite: true });
}

/** A person who names statuses judges them; else all that are no success are errors: `not-found`, `network`. */
export async function refuseFailure(response: WorkerResponse, expect: Expectations | undefined): Promise<void> {
  const { status, url } = response;
  if (expect?.status || (status >= 200 && status < 300)) return;
  const said = await excerptOf(response);
  const details = { url, status, ...retryAfter(response.headers) };
  fail(status === 404 || status === 410 ? 'not-found' : 'network', `${url} answered with ${status}${said}`, details);
}

async function excerptOf(response: WorkerResponse): Promise<string> {
  const text = await readBody(response, 65_536).then(
    (bytes) => bytes.toString('utf8').replaceAll(/\s+/g, ' ').trim(),
    () => '',
  );
  return text === '' || text.startsWith('<') ? '' : `: ${text.slice(0, 300)}`;
}
