import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer as createWeb, type Server as WebServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer as createSecure, type Server } from 'node:tls';
import { expect } from 'vitest';
import { sitePassword, startWebSite, type WebSite } from '../../../src/main/workers/browsers/fixtures/web-site.ts';
import { type BirdService, startBirdService } from '../../../workers/api/fixtures/bird-service.ts';
import { type ProviderService, startProviderService } from '../../../workers/cloud/fixtures/provider-service.ts';
import { type S3Server, startS3Server } from '../../../workers/cloud/fixtures/s3-server.ts';
import { has, without } from './programs.ts';
import { type Example, save, testExamples } from './run-examples.ts';

let birds: BirdService | undefined;
let site: WebSite | undefined;
const ofBirds = { here: (): [string, string][] => [['https://example.org', birds?.origin ?? '']] };

const api: Record<string, Example> = {
  get: { ...ofBirds, gives: { status: 200 } },
  send: { ...ofBirds, gives: { status: 200 } },
  query: { ...ofBirds, gives: { data: { bird: { name: 'bird 7' } } } },
  mutate: { ...ofBirds, gives: { data: { rename: { id: 7, name: 'grey heron' } } } },
  schema: { ...ofBirds, gives: {} },
};

const webFetch: Record<string, Example> = {
  page: { gives: { title: 'herons' } },
  download: { gives: { contentType: 'text/csv', bytes: 21 } },
};

const scrape: Record<string, Example> = {
  rows: { gives: { pages: 4, rows: 12, truncated: false } },
  save: { gives: { pages: 4, rows: 12 } },
};

const program = process.env['HERON_BROWSER'] ?? '/usr/bin/chromium';
const withBrowser = { missing: existsSync(program) ? undefined : 'Chromium is not on this machine' };
const opened: Pick<Example, 'missing' | 'first'> = { ...withBrowser, first: ['browser.open'] };
const facts: Pick<Example, 'missing' | 'first'> = {
  ...withBrowser,
  first: [['browser.open', { url: 'https://example.org/facts' }]],
};

const browser: Record<string, Example> = {
  open: { ...withBrowser, gives: { title: 'Bird docs' } },
  read: { ...opened, gives: {} },
  click: { ...opened, gives: { title: 'Results' } },
  fill: { ...opened, gives: { title: 'Results' } },
  signIn: { ...withBrowser, gives: { title: 'Orders' } },
  choose: { ...facts, gives: {} },
  press: { ...opened, gives: {} },
  wait: { ...opened, gives: {} },
  screenshot: { ...opened, gives: {} },
  download: { ...facts, gives: { bytes: 21 } },
  extract: { ...facts, gives: { data: { name: 'Field guide', price: 19.9 } } },
  close: { ...opened, gives: {} },
};

const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };
let s3: S3Server | undefined;
let provider: ProviderService | undefined;
const heron = Buffer.from('a heron');
const stored = {
  before: () => {
    s3?.objects.clear();
    s3?.objects.set('photos/2026/heron.jpg', { bytes: heron, type: 'image/jpeg' });
  },
  besides: () => ({ endpoint: s3?.origin ?? '' }),
};
const provided = { besides: () => ({ endpoint: provider?.origin ?? '' }) };
const terraform = without('terraform', 'version');

function servers(home: string): void {
  // The one resource that needs no provider from elsewhere.
  save(home, { 'servers/main.tf': 'resource "terraform_data" "a" {\n  input = "one"\n}\n' });
  const env = { ...process.env, CHECKPOINT_DISABLE: '1' };
  execFileSync('terraform', ['init', '-input=false'], { cwd: join(home, 'servers'), env, stdio: 'ignore' });
}
const planned: Pick<Example, 'before' | 'first' | 'missing'> = {
  before: servers,
  first: [['cloud.plan', { folder: '/home/anna/servers', out: '/home/anna/servers/next.tfplan' }]],
  missing: terraform,
};

const cloud: Record<string, Example> = {
  buckets: { ...stored, gives: { buckets: [{ name: 'photos' }, { name: 'backup' }] } },
  list: { ...stored, gives: { objects: [{ key: '2026/heron.jpg' }], more: false } },
  get: { ...stored, gives: { bytes: 7, contentType: 'image/jpeg' } },
  put: {
    ...stored,
    before: (home) => {
      s3?.objects.clear();
      save(home, { 'heron.jpg': heron });
    },
    gives: { bytes: 7, parts: 1 },
  },
  copy: { ...stored, gives: { from: 's3://photos/2026/heron.jpg' } },
  remove: { ...stored, gives: { removed: ['2026/heron.jpg'] } },
  link: { ...stored, gives: {} },
  machines: { ...provided, gives: { provider: 'aws', machines: [{ name: 'shop & more' }, {}, {}] } },
  zones: { ...provided, gives: { provider: 'aws', more: false } },
  records: { ...provided, gives: { more: false } },
  plan: { before: servers, missing: terraform, gives: { counts: { create: 1 } } },
  showPlan: { ...planned, gives: { counts: { create: 1 } } },
  apply: { ...planned, gives: { counts: { create: 1 } } },
};

let secure: Server | undefined;
const localhost = { here: (): [string, string][] => [['example.org', 'localhost']] };
const network: Record<string, Example> = {
  resolve: { ...localhost, missing: without('getent', 'ahosts', 'localhost'), gives: { host: 'localhost' } },
  ping: {
    ...localhost,
    missing: has('ping', '-n', '-c', '1', '-W', '2', '127.0.0.1') ? undefined : 'ping cannot be used on this machine',
    gives: { sent: 4, received: 4 },
  },
  trace: { ...localhost, missing: without('tracepath', '-V'), gives: { reached: true } },
  ports: { missing: without('ss', '-H', '-t', '-l', '-n'), gives: {} },
  scan: {
    here: () => [['192.168.1.0/24', '127.0.0.1/32']],
    missing: without('nmap'),
    gives: { network: '127.0.0.1/32' },
  },
  timing: { missing: without('curl'), gives: { status: 200 } },
  certificate: {
    ...localhost,
    besides: () => ({ port: (secure?.address() as AddressInfo | undefined)?.port ?? 443 }),
    missing: without('openssl', 'version'),
    gives: { names: ['localhost'], isTrusted: false },
  },
  addresses: { missing: without('ip', '-j', 'address'), gives: {} },
};

async function startSecure(folder: string): Promise<Server> {
  const files = ['-keyout', join(folder, 'key'), '-out', join(folder, 'cert')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', ...files, ...names], {
    stdio: 'ignore',
  });
  const server = createSecure({ key: readFileSync(join(folder, 'key')), cert: readFileSync(join(folder, 'cert')) });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  return server;
}

/** A SearXNG that the person runs, as its settings name it. */
let searx: WebServer | undefined;
const searchResults = [{ title: 'Grey heron', url: 'https://example.org/heron', content: 'A long, grey bird' }];
const webSearch: Record<string, Example> = {
  search: { gives: { provider: 'searxng', results: [{ title: 'Grey heron' }] } },
};

async function startSearx(): Promise<WebServer> {
  const server = createWeb((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ results: searchResults }));
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  return server;
}

const voice: Record<string, Example> = {
  transcribe: { missing: 'no model for speech is on this machine', gives: {} },
  speak: { gives: { seconds: expect.any(Number) as number, bytes: expect.any(Number) as number } },
};

testExamples(
  'web',
  { api, voice, 'web-fetch': webFetch, 'web-search': webSearch, scrape, browser, cloud, network },
  {
    begin: async (folder) => {
      [birds, site, searx] = await Promise.all([startBirdService(), startWebSite(), startSearx()]);
      [s3, provider] = await Promise.all([startS3Server(keys), startProviderService(keys)]);
      if (has('openssl', 'version')) secure = await startSecure(folder);
    },
    environment: () => ({ PATH: process.env['PATH'], CHECKPOINT_DISABLE: '1' }),
    here: () => [
      ['https://example.org', site?.origin ?? ''],
      ['"site":"example.org"', '"site":"127.0.0.1"'],
    ],
    prepare: async ({ client }) => {
      const value = `${keys.accessKeyId}:${keys.secretAccessKey}`;
      await client.secrets.set({ name: 'cloud-aws', value, hosts: ['127.0.0.1'] });
      await client.secrets.set({ name: 'browser-shop', value: sitePassword, hosts: ['127.0.0.1'] });
      await client.workerSettings.update({ workerId: 'browser', values: { program } });
      await client.workerSettings.update({ workerId: 'scrape', values: { secondsBetween: 0, cacheMinutes: 0 } });
      const address = `http://127.0.0.1:${(searx?.address() as AddressInfo | undefined)?.port}`;
      await client.workerSettings.update({ workerId: 'web-search', values: { provider: 'searxng', address } });
    },
    end: async () => {
      secure?.close();
      searx?.close();
      await Promise.all([birds?.end(), site?.close(), s3?.end(), provider?.end()]);
    },
  },
);
