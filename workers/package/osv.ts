import { decodeText, fail, retryAfter, type WorkerContext } from 'heron/worker-kit';
import type { Advisory, Package } from './manager.ts';
import { fieldsOf, listIn, readJson, textIn } from './program.ts';

const atOnce = 500;
const mostAdvisories = 500;
const mostBytes = 16 * 1024 * 1024;

/** What is known against packages at a service that speaks OSV. Errors: `network`, `limit-exceeded`, permission codes. */
export async function askAdvisories(
  ecosystem: 'PyPI' | 'crates.io',
  packages: Package[],
  service: string,
  context: WorkerContext,
): Promise<Advisory[]> {
  const base = service.replace(/\/$/, '');
  const found: { id: string; of: Package }[] = [];
  for (let at = 0; at < packages.length; at += atOnce) {
    const some = packages.slice(at, at + atOnce);
    const queries = some.map(({ name, version }) => ({ package: { name, ecosystem }, version }));
    const { results } = fieldsOf(await ask(`${base}/v1/querybatch`, context, JSON.stringify({ queries })));
    some.forEach((of, index) => {
      for (const each of listIn(fieldsOf(listIn(results)[index])['vulns'])) {
        const id = textIn(fieldsOf(each)['id']);
        if (/^[\w.-]+$/.test(id)) found.push({ id, of });
      }
    });
    context.progress({ text: `${Math.min(at + atOnce, packages.length)} of ${packages.length} packages asked about` });
  }
  if (found.length > mostAdvisories) fail('limit-exceeded', `There are more than ${mostAdvisories} advisories`);
  const advisories: Advisory[] = [];
  for (const { id, of } of found)
    advisories.push(advisoryOf(fieldsOf(await ask(`${base}/v1/vulns/${id}`, context)), of));
  return advisories;
}

async function ask(url: string, context: WorkerContext, body?: string): Promise<unknown> {
  const headers = { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const response = await context.net.fetch(url, { headers, ...(body === undefined ? {} : { method: 'POST', body }) });
  const chunks: Uint8Array[] = [];
  let held = 0;
  for await (const chunk of response.body) {
    if ((held += chunk.byteLength) > mostBytes) fail('limit-exceeded', `${url} says more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  const { status, headers: said } = response;
  if (status !== 200) fail('network', `${url} answers with ${status}`, { url, status, ...retryAfter(said) });
  const whole = new Uint8Array(held);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return readJson(decodeText(whole), url);
}

function advisoryOf(told: Readonly<Record<string, unknown>>, { name, version }: Package): Advisory {
  const ranges = listIn(told['affected'])
    .map(fieldsOf)
    .filter((each) => textIn(fieldsOf(each['package'])['name']) === name);
  const events = ranges.flatMap((each) => listIn(each['ranges']).flatMap((range) => listIn(fieldsOf(range)['events'])));
  const id = textIn(told['id']);
  return {
    package: name,
    version,
    id,
    severity: textIn(fieldsOf(told['database_specific'])['severity']).toLowerCase() || 'unknown',
    title: textIn(told['summary']) || textIn(told['details']).slice(0, 200),
    url: `https://osv.dev/vulnerability/${id}`,
    fixedIn: events.map((each) => textIn(fieldsOf(each)['fixed'])).filter((each) => each !== ''),
  };
}
