import { open as openFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { strictObject } from '../../../contract/strict-object.ts';
import type { BrowserPage, BrowserStep } from '../../../worker-kit/browser.ts';
import { HeronError } from '../../base/errors.ts';
import type { BrowserSession } from '../browsers/browser-session.ts';
import type { DriverPage, DriverStep } from '../browsers/wire.ts';
import type { BrokerCall } from './broker-call.ts';
import { openForReading } from './files-read.ts';
import { method } from './method.ts';
import { judgeRequests, type Requests } from './network/page-requests.ts';
import { parseUrl } from './network/follow-redirects.ts';
import { hostOf } from './network/resolve-host.ts';

/** Made when the first step comes: most engines never drive a browser. */
const parametersOfStep = () => {
  const target = z.string().min(1).max(2000);
  const text = z.string().max(100_000);
  const fields = z.array(z.strictObject({ target, text })).min(1).max(50);
  const url = z.string().min(1).max(65_536);
  return {
    session: SessionName(),
    step: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('open'), url, hosts: z.array(z.string()).max(50) }),
      z.strictObject({ kind: z.literal('read'), as: z.enum(['text', 'outline', 'html']) }),
      z.strictObject({ kind: z.literal('click'), target }),
      z.strictObject({ kind: z.literal('fill'), submit: z.boolean(), fields }),
      z.strictObject({ kind: z.literal('choose'), target, values: z.array(text).max(100) }),
      z.strictObject({ kind: z.literal('press'), key: z.string().min(1).max(50), target: target.nullable() }),
      z.strictObject({ kind: z.literal('wait'), for: z.enum(['text', 'element', 'address']), value: target }),
      z.strictObject({ kind: z.literal('screenshot'), isWhole: z.boolean(), target: target.nullable() }),
      z.strictObject({ kind: z.literal('download'), target: url }),
      z.strictObject({ kind: z.literal('close'), forget: z.boolean() }),
    ]),
  };
};

const SessionName = () => z.string().regex(/^[\w-]{1,40}$/, 'expected a short name of letters, digits, - and _');

const stepMs = 30_000;
/** Hosts that one opening may lead through. */
const mostLeads = 5;

const step = method('browser.step', {
  parameters: strictObject(parametersOfStep),
  async run(call, { session: name, step: asked }) {
    const most = sessionsOf(call);
    if (asked.kind === 'close') {
      await call.browsers.end(call.scope, name, asked.forget);
      return { value: { url: '', title: '', refused: [] } };
    }
    if (asked.kind === 'open') await allowHosts(call, asked);
    const make = asked.kind === 'open';
    const page = await call.browsers.use(call.scope, name, { make, most }, (session) => work(call, session, asked));
    return { value: page };
  },
});

const read = method('browser.read', {
  parameters: strictObject(() => ({ session: SessionName() })),
  run: (call, { session: name }) =>
    openForReading(call, 'browser.read', { start: 0, end: null }, () =>
      call.browsers.use(call.scope, name, { make: false, most: sessionsOf(call) }, async ({ file }) => {
        if (!file) throw new HeronError('not-found', `The session ${name} has made no picture and downloaded nothing`);
        return { path: file.name, file: await openFile(file.path), size: (await stat(file.path)).size };
      }),
    ),
});

export const browserMethods = [step, read];

/** How many the worker may have. Errors: `not-declared`. */
function sessionsOf({ worker }: BrokerCall): number {
  if (worker.mostSessions > 0) return worker.mostSessions;
  throw new HeronError('not-declared', `The manifest of ${worker.id} says nothing of limits.browserSessions`);
}

type WorkingStep = Exclude<BrowserStep, { kind: 'close' }>;

/** Everything a page is to reach is asked for before it is opened. */
async function allowHosts(call: BrokerCall, { url, hosts }: Extract<BrowserStep, { kind: 'open' }>): Promise<void> {
  const page = parseUrl(url);
  await call.access.allow('browser.open', { capability: 'net', target: hostOf(page), detail: `Open ${page.href}` });
  for (const host of hosts.map(namedHost)) {
    await call.access.allow('browser.open', { capability: 'net', target: host, detail: `For ${page.href}` });
  }
}

function namedHost(name: string): string {
  const url = URL.parse(`http://${name}/`);
  if (url && url.port === '' && url.pathname === '/' && url.username === '') return hostOf(url);
  throw new HeronError('invalid-input', `${JSON.stringify(name)} is no host; expected a name like cdn.example.org`);
}

async function work(call: BrokerCall, session: BrowserSession, asked: WorkingStep): Promise<BrowserPage> {
  if (asked.kind === 'open') {
    for (const host of [hostOf(parseUrl(asked.url)), ...asked.hosts.map(namedHost)]) session.hosts.add(host);
  }
  const requests = judgeRequests(call, session.hosts);
  const shut = session.egress.open(requests.judge);
  try {
    const page = await take(call, session, asked, requests);
    return await told(call, session, page, requests);
  } finally {
    shut();
  }
}

/** Where the page is led to by a redirect or a click is asked for as it comes, and then gone to. */
async function take(
  call: BrokerCall,
  session: BrowserSession,
  asked: WorkingStep,
  requests: Requests,
): Promise<DriverPage> {
  const { driver } = session;
  const go = (next: DriverStep): Promise<DriverPage> => driver.step(next, stepMs, call.signal);
  let page = await go(await forDriver(call, asked, go));
  for (let leads = 0; page.blocked; leads += 1) {
    const url = parseUrl(page.blocked.url);
    const host = hostOf(url);
    const why = requests.whyRefused(host);
    if (why) throw why;
    if (page.blocked.method !== 'GET' || session.hosts.has(host) || leads === mostLeads) {
      throw new HeronError('network', `The page wants to go to ${url.host}, and that was not let through`, { host });
    }
    await call.access.allow('browser.open', { capability: 'net', target: host, detail: `Go on to ${url.href}` });
    session.hosts.add(host);
    page = await go({ kind: 'goto', url: url.href });
  }
  return page;
}

type Go = (step: DriverStep) => Promise<DriverPage>;

async function forDriver(call: BrokerCall, asked: WorkingStep, go: Go): Promise<DriverStep> {
  if (asked.kind === 'open') return { kind: 'goto', url: parseUrl(asked.url).href };
  if (asked.kind === 'download' && /^https?:/i.test(asked.target)) parseUrl(asked.target);
  if (asked.kind !== 'fill') return asked;
  const { places = [] } = await go({ kind: 'where', targets: asked.fields.map(({ target }) => target) });
  const fields = [];
  for (const [index, { target, text }] of asked.fields.entries()) {
    const place = URL.parse(places[index] ?? '');
    const typed = await call.secrets.fillText(text, place);
    fields.push({ target, text: typed.text, origin: typed.isSecret ? place?.origin : undefined });
  }
  return { kind: 'fill', fields, submit: asked.submit };
}

/** Before the worker hears anything, the run is marked by where it is from; values of secrets are taken out. */
async function told(
  call: BrokerCall,
  session: BrowserSession,
  page: DriverPage,
  requests: Requests,
): Promise<BrowserPage> {
  const url = URL.parse(page.url);
  if (url?.protocol.startsWith('http')) await call.noteAnswer({ host: hostOf(url), url: url.href });
  const clean = call.scrubber.text;
  session.file = page.file ?? session.file;
  return {
    ...{ url: clean(page.url), title: clean(page.title), refused: requests.refused() },
    ...(page.text === undefined ? {} : { text: clean(page.text) }),
    ...(page.file ? { file: { name: clean(page.file.name), bytes: (await stat(page.file.path)).size } } : {}),
  };
}
