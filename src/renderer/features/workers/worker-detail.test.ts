// @vitest-environment jsdom
import { createElement } from 'react';
import { expect, test } from 'vitest';
import type { Circuit } from '../../../contract/circuits.ts';
import type { WorkerReview } from '../../../contract/installs.ts';
import type { Worker } from '../../../contract/workers.ts';
import { openPage } from '../../app/fake-page.ts';
import { createFakeEngine } from '../../engine/fake-engine.ts';
import { fakeSettings } from '../settings/fake-settings.ts';
import { WorkersScreen } from './screen.tsx';
import { WorkerDetail } from './worker-detail.tsx';

const worker = {
  id: 'archive',
  folder: '/workers/archive',
  origin: 'bundled',
  state: 'idle',
  trust: 'bundled',
  isolation: 'own process, permission model',
  statistics: {
    ...{ calls: 1, errors: 0, crashes: 1, restarts: 1, cacheHits: 2, cpuMs: 1500, startMs: 180.4 },
    ...{ memoryMb: 51.2, peakMemoryMb: 80.7, lastError: { code: 'worker-crashed', message: 'exit code 7', at: 1 } },
  },
  manifest: {
    name: 'Archive',
    version: '1.0.0',
    description: 'Packs files.',
    tier: 'node',
    permissions: [],
    hooks: [],
    secrets: [],
    triggers: {},
    limits: { memoryMb: 768, cpuMs: 1, wallMs: 7_200_000 },
    actions: {},
  },
} as unknown as Worker;

test('the facts of a worker read as a person would say them', async () => {
  const engine = createFakeEngine((os) => ({
    permissions: { grants: os.permissions.grants.handler(() => []) },
    health: { logs: os.health.logs.handler(() => []) },
  }));
  const page = await openPage(engine, createElement(WorkerDetail, { worker }));
  expect(page.text()).toContain('1 call, 0 errors, 1 crash, 1 restart, 2 answers kept from before');
  expect(page.text()).toContain('51 MiB now, 81 MiB at most');
  expect(page.text()).toContain('1.5 s');
  expect(page.text()).toContain('768 MiB memory of its own; its process is ended at 864 MiB, with what runs it');
  expect(page.text()).toContain('2 h an action');
  expect(page.text()).toContain('cannot open files, the network or programs except through Heron');
  expect(page.find('dd span.text-xs', 'Tier').textContent).toBe('Tier node: own process, permission model');
  await page.close();
});

test('a worker that crashes says how often it did, how often it may, and what of', async () => {
  const engine = createFakeEngine((os) => ({
    permissions: { grants: os.permissions.grants.handler(() => []) },
    health: { logs: os.health.logs.handler(() => []) },
  }));
  const crashing = { ...worker, restart: { crashes: 2, most: 5, startsAgainAt: 1 } };
  const page = await openPage(engine, createElement(WorkerDetail, { worker: crashing }));
  expect(page.text()).toContain('Crashed 2 of 5 times in a row');
  expect(page.text()).toContain('exit code 7');
  await page.close();
});

test('a worker that crashed too often shows the reason, and a button that starts it again', async () => {
  const asked: string[] = [];
  const engine = createFakeEngine((os) => ({
    permissions: { grants: os.permissions.grants.handler(() => []) },
    health: { logs: os.health.logs.handler(() => []) },
    circuits: { hosts: os.circuits.hosts.handler(() => []) },
    workers: {
      list: os.workers.list.handler(() => [failed]),
      reload: os.workers.reload.handler(({ input }) => {
        asked.push(input.workerId);
        return { ...worker, manifest: undefined };
      }),
    },
  }));
  const error = { code: 'worker-crashed', message: 'The worker archive ended unexpectedly (exit code 7)' } as const;
  const failed: Worker = { ...worker, manifest: undefined, state: 'failed', error };
  const page = await openPage(engine, createElement(WorkersScreen, { workerId: 'archive' }));
  await expect.poll(page.text).toContain('The worker archive ended unexpectedly (exit code 7)');
  await page.click(page.find('button', 'Start again'));
  await expect.poll(() => asked).toEqual(['archive']);
  await page.close();
});

test('a worker whose files changed says what it would add and which files, and is approved or kept off [SB-22]', async () => {
  const trusted: unknown[] = [];
  const settings = { ...fakeSettings, workerRules: { allow: [], deny: ['fish'], keys: [] } };
  const changes: unknown[] = [];
  const review = {
    ...{ hash: 'b'.repeat(64), source: { kind: 'folder', location: '/crow' }, signature: 'none', files: 2, bytes: 9 },
    manifest: { ...worker.manifest, id: 'archive', engines: { heron: '*' } },
    replaces: {
      ...{ version: '1.0.0', hash: 'a'.repeat(64), adds: ['pack runs the program tar'] },
      files: { added: ['new.js'], changed: ['index.js'], removed: [], more: 2 },
    },
  } as unknown as WorkerReview;
  const engine = createFakeEngine((os) => ({
    permissions: { grants: os.permissions.grants.handler(() => []) },
    health: { logs: os.health.logs.handler(() => []) },
    workers: { list: os.workers.list.handler(() => [{ ...changed, manifest: undefined }]) },
    circuits: { hosts: os.circuits.hosts.handler(() => []) },
    settings: {
      get: os.settings.get.handler(() => settings),
      update: os.settings.update.handler(({ input }) => {
        changes.push(input);
        return settings;
      }),
    },
    installs: {
      inspect: os.installs.inspect.handler(() => review),
      trust: os.installs.trust.handler(({ input }) => {
        trusted.push(input);
        return { ...worker, manifest: undefined };
      }),
    },
  }));
  const adds = ['pack runs the program tar'];
  const changed: Worker = { ...worker, origin: 'installed', state: 'refused', trust: 'changed', adds };
  const page = await openPage(engine, createElement(WorkersScreen, { workerId: 'archive' }));
  await expect.poll(page.text).toContain('It would add:+ pack runs the program tar');
  await expect.poll(page.text).toContain('index.js changednew.js newand 2 more');
  expect(page.find('td', 'Changed since you approved it')).toBeDefined();
  expect(page.text()).not.toContain('Failed');
  expect(page.text()).not.toContain('Start again');
  await page.click(page.find('button', 'Approve…'));
  await expect.poll(page.text).toContain('Approve archive?');
  await page.click(page.find('[role="dialog"] button', 'Approve'));
  await expect.poll(() => trusted).toEqual([{ workerId: 'archive', hash: 'b'.repeat(64), isWatched: false }]);
  await page.click(page.find('button', 'Keep it off'));
  await expect.poll(() => changes).toMatchObject([{ workerRules: { allow: [], deny: ['fish', 'archive'], keys: [] } }]);
  await page.close();
});

test('a worker and a host that are left alone say why, and are tried when somebody wants it [OR-17]', async () => {
  const asked: unknown[] = [];
  const circuit: Circuit = {
    ...{ state: 'open' as const, openedAt: 1, triesAt: Date.now() + 3_600_000, calls: 12, faults: 10 },
    lastError: { code: 'worker-crashed', message: 'exit code 7' },
  };
  const engine = createFakeEngine((os) => ({
    permissions: { grants: os.permissions.grants.handler(() => []) },
    health: { logs: os.health.logs.handler(() => []) },
    workers: { list: os.workers.list.handler(() => [{ ...worker, manifest: undefined, circuit }]) },
    circuits: {
      hosts: os.circuits.hosts.handler(() => [{ ...circuit, host: 'api.example:8080' }]),
      tryNow: os.circuits.tryNow.handler(({ input }) => {
        asked.push(input);
        return { state: 'half-open' as const };
      }),
    },
  }));
  const page = await openPage(engine, createElement(WorkersScreen, { workerId: 'archive' }));
  await expect.poll(page.text, { timeout: 30_000 }).toContain('10 of its last 12 calls failed. For 1 h');
  expect(page.text()).toContain('Last error: exit code 7');
  expect(page.find('td', 'Left alone').textContent).toContain('archive');
  await page.click(page.find('section button', 'Try now'));
  const hosts = page.find('ul[aria-label="Hosts that are left alone"]');
  expect(hosts.textContent).toContain('api.example:8080 is left alone for now10 of its last 12 requests failed');
  await page.click(hosts.querySelector('button') as HTMLButtonElement);
  await expect.poll(() => asked, { timeout: 30_000 }).toEqual([{ workerId: 'archive' }, { host: 'api.example:8080' }]);
  await page.close();
});
