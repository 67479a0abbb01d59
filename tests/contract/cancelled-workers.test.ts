import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { JsonObject } from '../../src/contract/json.ts';
import { without } from './examples/programs.ts';
import { openServedEngine, type ServedTestEngine } from './served-engine.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const browser = process.env['HERON_BROWSER'] ?? '/usr/bin/chromium';
const goods = '<ul><li><a href="/a">A</a> 1.50</li><li><a href="/b">B</a> 2.50</li></ul>';

let served: ServedTestEngine;
let home: string;
let server: Server;
let origin: string;
/** Requests of which somebody still waits for the whole answer, which never comes. */
const stalled = new Set<object>();

beforeAll(async () => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'heron-cancelled-')));
  server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path === '/robots.txt') return void response.writeHead(404).end();
    if (path === '/goods') {
      response.writeHead(200, { 'content-type': 'text/html' });
      return void response.end(`${goods}<a rel="next" href="/stalled/goods">on</a>`);
    }
    if (path.startsWith('/large'))
      response.writeHead(200, { 'content-length': '1000000' }).write(Buffer.alloc(100_000));
    stalled.add(response);
    response.on('close', () => stalled.delete(response));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  served = await openServedEngine({ home });
  await served.engine().client.workerSettings.update({ workerId: 'browser', values: { program: browser } });
  await served.engine().client.workerSettings.update({ workerId: 'scrape', values: { secondsBetween: 0 } });
});

afterAll(async () => {
  await served.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(home, { recursive: true, force: true });
});

/** The command lines of what runs, of those with this text in them. */
function running(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .filter((command) => command.includes(text));
}

type Case = {
  input: () => JsonObject;
  before?: () => void;
  /** When it is in the middle of its work: where nothing else is said, when it waits for an answer. */
  isAtWork?: () => boolean;
  /** What the command lines of its programs have in them. */
  program?: () => string;
  /** It works in a place that is its own to clean up. */
  mayLeave?: true;
  missing?: string | undefined;
};

const at = (name: string): string => join(home, name);
const ofGoods = { title: { type: 'string' }, price: { type: 'number' } };

const cases: Record<string, Case> = {
  'git.clone': {
    input: () => ({ url: `${origin}/stalled.git`, destination: at('copy') }),
    program: () => 'stalled.git',
    mayLeave: true,
    missing: without('git'),
  },
  'package.add': {
    before: () => writeFileSync(at('package.json'), '{"name":"shop","version":"1.0.0"}'),
    input: () => ({ path: home, packages: ['zod'], registry: `${origin}/stalled/` }),
    mayLeave: true,
    missing: without('npm'),
  },
  'process.run': {
    input: () => ({ program: 'sleep', args: ['86397'], timeoutSeconds: 3600 }),
    isAtWork: () => running('sleep 86397').length > 0,
    program: () => 'sleep 86397',
  },
  'archive.create': {
    before: () => {
      writeFileSync(at('large.bin'), '');
      truncateSync(at('large.bin'), 8 * 1024 ** 3);
    },
    input: () => ({ source: at('large.bin'), destination: at('packed.zip') }),
    isAtWork: () => readdirSync(home).some((name) => name.startsWith('.heron-')),
  },
  'web-fetch.download': { input: () => ({ url: `${origin}/large.bin`, destination: at('fetched.bin') }) },
  'scrape.save': {
    input: () => ({
      ...{ url: `${origin}/goods`, destination: at('scraped.csv') },
      schema: { type: 'array', items: { type: 'object', properties: ofGoods } },
    }),
  },
  'browser.open': {
    input: () => ({ url: `${origin}/stalled/page` }),
    missing: existsSync(browser) ? undefined : 'Chromium is not on this machine',
  },
};

for (const [action, { input, before, isAtWork = () => stalled.size > 0, ...rest }] of Object.entries(cases)) {
  const missing = process.platform === 'linux' ? rest.missing : 'programs are looked for in /proc';
  const title = `${action}, cancelled in the middle of its work, ends what it began and leaves nothing half done`;
  test.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, async () => {
    before?.();
    const names = readdirSync(home);
    const { client } = served.engine();
    const plan = { version: 1 as const, title: 'Cancelled', tasks: [{ id: 'step', action, input: input() }] };
    const { runId } = await client.runs.start({ plan, allow: 'plan', unattended: true });
    await expect.poll(isAtWork).toBe(true);
    const program = rest.program?.();
    if (program !== undefined) expect(running(program)).not.toEqual([]);
    await client.runs.cancel({ runId });
    expect((await served.ended(runId)).status).toBe('cancelled');
    await expect.poll(() => stalled.size).toBe(0);
    if (program !== undefined) await expect.poll(() => running(program)).toEqual([]);
    if (!rest.mayLeave) expect(readdirSync(home)).toEqual(names);
  });
}
