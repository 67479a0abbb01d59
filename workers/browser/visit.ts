import { fail, isAllowedByRobots, type WorkerContext } from 'heron/worker-kit';

const nextAt = new Map<string, number>();
const mostHosts = 500;
const mostBytes = 500_000;

/** Before a page is opened: the site's wishes, and a pause between two pages of a host, where the settings say so. */
export async function visit(url: string, context: WorkerContext): Promise<void> {
  const { respectRobots, secondsBetween = 0 } = context.settings;
  const { origin, host, pathname, search } = new URL(url);
  if (respectRobots === true && !isAllowedByRobots(await robotsOf(origin, context), 'heron', pathname + search)) {
    fail(
      'unsupported',
      `The robots.txt of ${host} asks programs to leave ${pathname} alone; the settings of the worker Browser say to respect that`,
      { url },
    );
  }
  const now = context.now();
  const at = Math.max(now, nextAt.get(host) ?? 0);
  nextAt.delete(host);
  nextAt.set(host, at + Number(secondsBetween) * 1000);
  const [oldest] = nextAt.keys();
  if (nextAt.size > mostHosts && oldest !== undefined) nextAt.delete(oldest);
  if (at > now) await context.sleep(at - now);
}

/** What is not there asks nothing (RFC 9309, 2.3.1.3). */
async function robotsOf(origin: string, context: WorkerContext): Promise<string> {
  const { status, body } = await context.net.fetch(`${origin}/robots.txt`, { headers: { 'user-agent': 'Heron/1.0' } });
  if (status !== 200) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > mostBytes) break;
  }
  return Buffer.concat(chunks).toString();
}
