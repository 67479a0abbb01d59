import { posix, win32 } from 'node:path';
import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { Actions } from './actions.generated.ts';
import { markdownFiles, readMarkdown } from './documents.ts';
import { headingsOf, parseMarkdown } from './tree.ts';

type Output = Actions['links']['output'];
type Found = { path: string; line: number; url: string };
type Checking = {
  context: WorkerContext;
  /** Whose pages are asked for. */
  mayAsk: (host: string) => boolean;
  /** Hosts that were not allowed: nobody is asked about them again. */
  refused: Map<string, string>;
  anchors: Map<string, Promise<Set<string> | undefined>>;
  web: Map<string, Promise<string>>;
};

/** `ok`, or what is wrong; `left` says why it was not looked at. */
const ok = 'ok';
const leftOut = 'not checked: ';

export const links: ActionRun<Actions['links']['input'], Output> = async ({ path, hosts, web, limit }, context) => {
  const named = new Set(hosts.map((host) => host.toLowerCase()));
  const checking: Checking = {
    ...{ context, anchors: new Map(), web: new Map(), refused: new Map() },
    mayAsk: (host) => web || named.has(host),
  };
  const output: Output = { path, files: 0, links: 0, broken: [], unchecked: [], truncated: false };
  for (const file of await markdownFiles(path, context)) {
    output.files += 1;
    for (const found of linksIn(file, parseMarkdown(await readMarkdown(file, context)))) {
      context.signal.throwIfAborted();
      output.links += 1;
      const verdict = await check(found, checking);
      if (verdict === ok) continue;
      const list = verdict.startsWith(leftOut) ? output.unchecked : output.broken;
      if (list.length >= limit) output.truncated = true;
      else list.push({ ...found, why: verdict.replace(leftOut, '') });
    }
    context.progress({ text: `${output.links} links in ${output.files} files, ${output.broken.length} broken` });
  }
  return output;
};

function linksIn(path: string, tree: Root): Found[] {
  const found: Found[] = [];
  visit(tree, (node) => {
    if (node.type !== 'link' && node.type !== 'image' && node.type !== 'definition') return;
    const { url, position } = node;
    found.push({ path, line: position?.start.line ?? 0, url });
  });
  return found;
}

async function check({ path, url }: Found, checking: Checking): Promise<string> {
  if (/^https?:\/\//i.test(url)) return checkWeb(url, checking);
  if (/^[a-z][a-z0-9+.-]+:/i.test(url)) return ok;
  const [place = '', anchor = ''] = splitOnce(url, '#');
  const [name = ''] = splitOnce(place, '?');
  let target = path;
  try {
    if (name !== '') target = resolveFrom(path, decodeURIComponent(name));
    const status = await checking.context.files.status(target);
    if (!status) return `there is no ${target}`;
    if (anchor === '' || status.kind === 'folder' || !/\.(md|markdown)$/i.test(target)) return ok;
    const anchors = await anchorsOf(target, checking);
    return anchors?.has(decodeURIComponent(anchor).toLowerCase()) ? ok : `there is no heading #${anchor} in ${target}`;
  } catch (error) {
    return verdictOf(error, checking.context);
  }
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Relative to the file, as a browser reads it; an absolute path is one of this machine. */
function resolveFrom(path: string, name: string): string {
  const { dirname, resolve } = /^[a-z]:[\\/]/i.test(path) ? win32 : posix;
  return resolve(dirname(path), name);
}

function anchorsOf(path: string, { anchors, context }: Checking): Promise<Set<string> | undefined> {
  const known = anchors.get(path);
  if (known) return known;
  const reading = readMarkdown(path, context).then((text) => {
    const own = [...text.matchAll(/\b(?:id|name)=["']([^"'\s]{1,200})["']/g)].map(([, name = '']) =>
      name.toLowerCase(),
    );
    return new Set([...headingsOf(parseMarkdown(text)).map(({ slug }) => slug), ...own]);
  });
  anchors.set(path, reading);
  return reading;
}

/** An address is asked once, however often it is named. */
function checkWeb(url: string, checking: Checking): Promise<string> {
  const host = URL.parse(url)?.hostname.toLowerCase();
  if (host === undefined) return Promise.resolve('this is no address');
  if (!checking.mayAsk(host)) return Promise.resolve(`${leftOut}${host} is not among the hosts to ask`);
  const [address] = splitOnce(url, '#');
  const known = checking.web.get(address);
  if (known) return known;
  const asking = ask(address, host, checking);
  checking.web.set(address, asking);
  return asking;
}

async function ask(url: string, host: string, { context, refused }: Checking): Promise<string> {
  const before = refused.get(host);
  if (before !== undefined) return before;
  try {
    const head = await statusOf(url, 'HEAD', context);
    // Some servers know no HEAD.
    const status = head === 405 || head === 501 || head === 403 ? await statusOf(url, 'GET', context) : head;
    if (status === 429 || status >= 500) return `${leftOut}the server answered with ${status}`;
    return status >= 400 ? `the server answered with ${status}` : ok;
  } catch (error) {
    const verdict = verdictOf(error, context);
    if (isRefusal(error)) refused.set(host, verdict);
    return verdict;
  }
}

async function statusOf(url: string, method: 'HEAD' | 'GET', context: WorkerContext): Promise<number> {
  const { status, body } = await context.net.fetch(url, { method, headers: { 'user-agent': 'Heron/1.0' } });
  await body[Symbol.asyncIterator]().return?.(undefined);
  return status;
}

/** What may not be looked at is no broken link; what cannot be reached is. */
function verdictOf(error: unknown, context: WorkerContext): string {
  context.signal.throwIfAborted();
  if (error instanceof URIError) return 'this is no address';
  if (isRefusal(error)) return `${leftOut}${(error as Error).message}`;
  if (codeOf(error) === 'network') return (error as Error).message;
  return fail('worker-failed', error instanceof Error ? error.message : String(error));
}

function isRefusal(error: unknown): boolean {
  return codeOf(error).startsWith('permission-') || codeOf(error) === 'not-declared';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
