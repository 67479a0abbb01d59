import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { BrowserStep } from '../../../worker-kit/browser.ts';
import { createLogger } from '../../base/logger.ts';
import { findNodeBinary } from '../../base/node-binary.ts';
import { type FakeBroker, type FakeBrokerOptions, type FakeSession, startFakeBroker } from '../broker/fake-broker.ts';
import { listProcesses } from '../hosts/machine/list-processes.ts';
import { findBubblewrap } from '../hosts/machine/sandbox.ts';
import { type Browsers, createBrowsers } from './browsers.ts';
import { findBrowser } from './find-browser.ts';
import { sitePassword, startWebSite, type WebSite } from './fixtures/web-site.ts';

const appFolder = join(import.meta.dirname, '..', '..', '..', '..');
const nodeBinary = findNodeBinary(appFolder);
const named = process.env['HERON_BROWSER'] ?? '';
const hasBrowser = existsSync(named === '' ? '/usr/bin/chromium' : named);
const loopback = { capability: 'net', target: '127.0.0.1' } as const;
const localhost = { capability: 'net', target: 'localhost' } as const;

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let site: WebSite;
let folder: string;
let browsers: Browsers;
let broker: FakeBroker;
let session: FakeSession;
let settings: Record<string, string | number>;

beforeAll(async () => {
  site = await startWebSite();
  folder = mkdtempSync(join(tmpdir(), 'heron-browsers-'));
  browsers = createBrowsers({
    ...{ nodeBinary, appFolder, bubblewrap: findBubblewrap(), folder, environment: process.env },
    settings: () => settings,
    logger: createLogger(join(folder, 'log'), 'debug'),
  });
});

afterAll(async () => {
  await browsers.close();
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(options: FakeBrokerOptions = {}): void {
  const kept = { 'browser-shop': { value: sitePassword, hosts: ['127.0.0.1'] } };
  const ownSecrets = { reason: 'To sign in at sites.' };
  const started = startFakeBroker({
    ...{ allow: [loopback, { capability: 'secrets', target: 'tester-shop' }], browsers, ownSecrets },
    kept: { 'tester-shop': kept['browser-shop'] },
    ...options,
  });
  onTestFinished(() => started.end());
  broker = started;
  session = broker.open();
}

beforeEach(() => {
  settings = { program: named, idleMinutes: 5 };
  site.asked.length = 0;
  start();
});

const step = (each: BrowserStep, name = 'main') => session.ask('browser.step', { session: name, step: each });
const open = (path: string, hosts: string[] = [], name = 'main') =>
  step({ kind: 'open', url: `${site.origin}${path}`, hosts }, name);
const read = async (as: 'text' | 'outline' | 'html' = 'text', name = 'main') =>
  (await step({ kind: 'read', as }, name)).text ?? '';
const refused = { code: 'permission-denied' };

describe.skipIf(!hasBrowser)('a session (skipped without Chromium)', () => {
  test('a page is opened, found its way on by handles and words, and read', async () => {
    expect(await open('/')).toMatchObject({ url: `${site.origin}/`, title: 'Bird docs', refused: [] });
    const handle = /textbox "Search" \[ref=(e\d+)\]/.exec(await read('outline'))?.[1] ?? '';
    await step({ kind: 'fill', fields: [{ target: handle, text: 'heron' }], submit: true });
    expect(await read()).toContain('herons-in-winter');
    expect(await step({ kind: 'click', target: 'herons-in-winter' })).toMatchObject({ title: 'herons-in-winter' });
    expect(await read()).toContain('All there is to know of herons-in-winter.');
    await expect(step({ kind: 'click', target: 'e999' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(step({ kind: 'click', target: 'css=][' })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(step({ kind: 'read', as: 'text' }, 'other')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('nothing of the browser reaches a host that nobody named: not its own calls, not what a page wants', async () => {
    const { refused: hosts } = await open('/embeds');
    expect(hosts).toContain('localhost');
    expect(await read()).toContain('barred');
    expect(site.asked.filter((each) => each.startsWith('localhost'))).toEqual([]);
    start({ allow: [loopback, localhost] });
    await open('/embeds', ['localhost']);
    expect(site.asked).toContain('localhost/docs/storks');
  });

  test('where a page leads to is asked for; a no leaves it ungone to', async () => {
    await expect(open('/leads', [], 'led')).rejects.toMatchObject(refused);
    expect(site.asked).not.toContain('localhost/docs/herons');
    start({ allow: [loopback, localhost] });
    expect(await open('/leads', [], 'led')).toMatchObject({ url: `http://localhost:${site.port}/docs/herons` });
    await step({ kind: 'close', forget: true }, 'led');
  });

  test('a name that leads inside is refused, and so is a host that was not granted', async () => {
    start({
      allow: [{ capability: 'net', target: 'inside.example' }],
      lookUp: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    const url = `http://inside.example:${site.port}/`;
    await expect(step({ kind: 'open', url, hosts: [] })).rejects.toMatchObject({
      ...refused,
      details: { rule: 'private address' },
    });
    start({ allow: [] });
    await expect(open('/')).rejects.toMatchObject(refused);
    expect(site.asked).toEqual([]);
  });

  test('a secret is typed on its host, seen by nobody, and nowhere else', async () => {
    await open('/login');
    const { handle } = await session.ask('secrets.handle', { name: 'tester-shop' });
    const fields = [
      { target: 'User', text: 'ann' },
      { target: 'Password', text: handle },
    ];
    expect(await step({ kind: 'fill', fields, submit: true })).toMatchObject({ title: 'Orders' });
    expect(site.signedInWith.at(-1)).toBe(
      `user=ann&password=${encodeURIComponent(sitePassword).replaceAll('%20', '+')}`,
    );
    await open('/');
    await step({ kind: 'fill', fields: [{ target: 'Search', text: handle }], submit: false });
    expect(JSON.stringify([await read('html'), await read('outline')])).not.toContain(sitePassword);
    start({ allow: [loopback, localhost, { capability: 'secrets', target: 'tester-shop' }] });
    await step({ kind: 'open', url: `http://localhost:${site.port}/login`, hosts: [] });
    const again = await session.ask('secrets.handle', { name: 'tester-shop' });
    const elsewhere = step({ kind: 'fill', fields: [{ target: 'Password', text: again.handle }], submit: true });
    await expect(elsewhere).rejects.toMatchObject({ details: { rule: 'secret for another host' } });
  });

  test('pictures and downloads come as bytes', async () => {
    await open('/facts');
    await step({ kind: 'choose', target: 'Size', values: ['large'] });
    const { file } = await step({ kind: 'screenshot', isWhole: false, target: null });
    const picture = await session.ask('browser.read', { session: 'main' });
    expect(file?.bytes).toBe(picture.size);
    expect(
      Buffer.from(picture.bytes ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect((await step({ kind: 'download', target: 'Get the list' })).file).toEqual({ name: 'birds.csv', bytes: 21 });
    const list = await session.ask('browser.read', { session: 'main' });
    expect(Buffer.from(list.bytes ?? []).toString()).toBe('name,pairs\nheron,325\n');
  });

  test('what it remembers stays with its conversation’s session until it is to forget', async () => {
    const others = { ...broker };
    const orders = await open('/orders');
    expect(orders.title).toBe('Orders');
    const other = others.open(undefined, 'run_01JD0000000000000000000001');
    const url = `${site.origin}/orders`;
    const fresh = await other.ask('browser.step', { session: 'main', step: { kind: 'open', url, hosts: [] } });
    expect(fresh.title).toBe('Sign in');
    await browsers.endOfRun('run_01JD0000000000000000000001');
    await step({ kind: 'close', forget: true });
    expect((await open('/orders')).title).toBe('Sign in');
  });

  test('a cancelled step ends, and a browser that died is started again', async () => {
    const stop = new AbortController();
    session = broker.open(stop.signal);
    await open('/');
    const waiting = step({ kind: 'wait', for: 'text', value: 'never there' });
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    session = broker.open();
    const own = (await listProcesses()).filter(
      ({ command }) => command.includes('--user-data-dir=') && command.includes(folder),
    );
    for (const { pid } of own) endAtOnce(pid);
    await expect
      .poll(async () =>
        open('/').then(
          ({ title }) => title,
          () => '',
        ),
      )
      .toBe('Bird docs');
  });
});

test('no browser, or a wrong path, says what to do', async () => {
  expect(() => findBrowser('', { PATH: '' }, 'darwin')).toThrow(/Install Chromium, Chrome or Edge/);
  settings = { program: '/nowhere/chrome' };
  const failing = step({ kind: 'open', url: `${site.origin}/`, hosts: [] }, 'wrong');
  await expect(failing).rejects.toMatchObject({ code: 'unsupported', message: /no program at \/nowhere\/chrome/ });
  settings = { program: '/bin/true' };
  const broken = step({ kind: 'open', url: `${site.origin}/`, hosts: [] }, 'wrong');
  await expect(broken).rejects.toMatchObject({ code: 'unsupported', message: /does not start as a browser/ });
});

test.skipIf(!hasBrowser)('nothing is left when the sessions are closed', async () => {
  await browsers.close();
  const left = (await listProcesses()).filter(({ command }) => command.includes(folder));
  expect(left).toEqual([]);
});

test.skipIf(!hasBrowser)('a browser ends with an engine that is killed', async () => {
  const own = mkdtempSync(join(tmpdir(), 'heron-killed-'));
  onTestFinished(() => rmSync(own, { recursive: true, force: true }));
  const child = spawn(nodeBinary, [join(import.meta.dirname, 'fixtures/hold-browser.ts'), own, named], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const count = async (): Promise<number> =>
    (await listProcesses()).filter(({ command, pid }) => command.includes(own) && pid !== child.pid).length;
  expect(await count()).toBeGreaterThan(0);
  child.kill('SIGKILL');
  await expect.poll(count, { timeout: 20_000 }).toBe(0);
});

/** One that ended with another one of them is gone already. */
function endAtOnce(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
