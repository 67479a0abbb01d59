// @vitest-environment jsdom
import { createElement } from 'react';
import { expect, test } from 'vitest';
import type { SettingsPatch } from '../../../contract/settings.ts';
import { type FailoverSettings, type RestingModel, usualFailover } from '../../../contract/spending.ts';
import { type FakePage, openPage } from '../../app/fake-page.ts';
import { createFakeEngine } from '../../engine/fake-engine.ts';
import { FailoverSection } from './failover-section.tsx';
import { RestingSection } from './resting-section.tsx';

async function showFailover(given: Partial<FailoverSettings>): Promise<{ page: FakePage; patches: SettingsPatch[] }> {
  const patches: SettingsPatch[] = [];
  const failover = { ...usualFailover, ...given };
  const onChange = (patch: SettingsPatch): void => void patches.push(patch);
  const page = await openPage(
    createFakeEngine(() => ({})),
    createElement(FailoverSection, { failover, onChange }),
  );
  return { page, patches };
}

test('models are only given regions where the chain goes by them [MD-04]', async () => {
  const plain = await showFailover({});
  expect(plain.page.text()).not.toContain('Add models');
  await plain.page.close();
  const { page, patches } = await showFailover({
    ...{ chain: 'regional', region: 'eu' },
    ways: [{ model: 'mistral/*', region: 'eu', priority: 5 }],
  });
  await page.click(page.find('[role=switch]'));
  await page.click(page.find('button', 'Add models'));
  await page.click(page.find('[aria-label="Remove mistral/*"]'));
  expect(patches).toEqual([
    { failover: { onlyRegion: true } },
    { failover: { ways: [{ model: 'mistral/*', region: 'eu', priority: 5 }, { model: '*' }] } },
    { failover: { ways: [] } },
  ]);
  await page.close();
});

test('a resting model says why and until when, and is asked again when somebody wishes [MD-06]', async () => {
  const resting: RestingModel[] = [
    { model: 'big/one', account: 'work', because: 'billing', until: new Date(2026, 10, 26, 18).getTime(), times: 1 },
  ];
  const resumed: unknown[] = [];
  const engine = createFakeEngine((os) => ({
    spending: {
      resume: os.spending.resume.handler(({ input }) => {
        resumed.push(input);
        return {};
      }),
    },
  }));
  let reloads = 0;
  const page = await openPage(engine, createElement(RestingSection, { resting, onResumed: () => (reloads += 1) }));
  expect(page.text()).toContain('Account work has no credit left; not asked until');
  await page.click(page.find('button', 'Ask again'));
  await expect.poll(() => reloads, { timeout: 30_000 }).toBe(1);
  expect(resumed).toEqual([{ model: 'big/one', account: 'work' }]);
  await page.close();
});
