// @vitest-environment jsdom
import { createElement } from 'react';
import { expect, test } from 'vitest';
import type { Worker } from '../../../contract/workers.ts';
import { openPage } from '../../app/fake-page.ts';
import { createFakeEngine } from '../../engine/fake-engine.ts';
import { WorkerDetail } from './worker-detail.tsx';

const worker = {
  id: 'archive',
  folder: '/workers/archive',
  origin: 'bundled',
  state: 'idle',
  trust: 'bundled',
  isolation: 'own process, permission model',
  statistics: { calls: 1, errors: 0, crashes: 1 },
  manifest: {
    name: 'Archive',
    version: '1.0.0',
    description: 'Packs files.',
    tier: 'node',
    permissions: [],
    hooks: [],
    secrets: [],
    limits: { memoryMb: 768, cpuMs: 1, wallMs: 7_200_000 },
    actions: {},
  },
} as unknown as Worker;

test('the facts of a worker read as a person would say them', async () => {
  const engine = createFakeEngine((os) => ({ permissions: { grants: os.permissions.grants.handler(() => []) } }));
  const page = await openPage(engine, createElement(WorkerDetail, { worker }));
  expect(page.text()).toContain('1 call, 0 errors, 1 crash');
  expect(page.text()).toContain('768 MiB memory, 2 h an action');
  expect(page.text()).toContain('cannot open files, the network or programs except through Heron');
  expect(page.find('dd span.text-xs', 'Tier').textContent).toBe('Tier node: own process, permission model');
  await page.close();
});
