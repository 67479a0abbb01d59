// @vitest-environment jsdom
import { createElement } from 'react';
import { expect, test } from 'vitest';
import { createFakeEngine } from '../engine/fake-engine.ts';
import { ChaosBanner } from './chaos-banner.tsx';
import { openPage } from './fake-page.ts';

const health = {
  version: '0.1.0',
  node: '26.0.0',
  program: 'electron',
  dataFolder: '/data',
  startedAt: 0,
  memoryMb: 1,
} as const;
const working = { name: 'database', state: 'ok', message: 'SQLite' } as const;
const chaos = { name: 'chaos', state: 'degraded', message: 'Chaos mode: 5 % of all calls fail on purpose' } as const;

test.each([
  ['says that calls fail on purpose while they do', [working, chaos], chaos.message],
  ['says nothing otherwise', [working], ''],
])('the banner of chaos mode %s', async (_name, components, text) => {
  const asked: unknown[] = [];
  const engine = createFakeEngine((os) => ({
    health: {
      get: os.health.get.handler(({ input }) => {
        asked.push(input);
        return { ...health, components: [...components] };
      }),
    },
  }));
  const page = await openPage(engine, createElement(ChaosBanner));
  await expect.poll(() => asked.length, { timeout: 30_000 }).toBe(1);
  await page.settle();
  expect(page.text()).toBe(text);
  await page.close();
});
