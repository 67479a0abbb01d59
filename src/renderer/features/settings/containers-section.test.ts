// @vitest-environment jsdom
import { createElement } from 'react';
import { expect, test } from 'vitest';
import type { ContainerSupport } from '../../../contract/containers.ts';
import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import type { Worker } from '../../../contract/workers.ts';
import { type FakePage, openPage } from '../../app/fake-page.ts';
import { createFakeEngine } from '../../engine/fake-engine.ts';
import { ContainersSection } from './containers-section.tsx';

const worker = (id: string, name: string, risk: string): Worker =>
  ({
    id,
    state: 'idle',
    isolation: '',
    manifest: { id, name, tier: 'node', actions: { act: { risk } } },
  }) as unknown as Worker;

async function show(
  support: Omit<ContainerSupport, 'routed'>,
  containers: Settings['containers'],
): Promise<{ page: FakePage; patches: SettingsPatch[]; looks: () => number }> {
  let looks = 0;
  const patches: SettingsPatch[] = [];
  const engine = createFakeEngine((os) => ({
    circuits: { hosts: os.circuits.hosts.handler(() => []) },
    workers: {
      list: os.workers.list.handler(() => []),
      containers: os.workers.containers.handler(() => {
        looks += 1;
        return { ...support, routed: [] };
      }),
    },
  }));
  const settings = { containers } as Settings;
  const onChange = (patch: SettingsPatch): void => void patches.push(patch);
  const page = await openPage(engine, createElement(ContainersSection, { settings, onChange }));
  await expect.poll(() => page.heron.workers.state.getState().isRead).toBe(true);
  const workers = [worker('mail', 'Mail', 'external'), worker('clock', 'Clock', 'read')];
  await page.settle(() => page.heron.workers.state.setState({ workers }));
  return { page, patches, looks: () => looks };
}

test('what this machine has is said, and a worker is sent into a container by a click [SB-10]', async () => {
  const { page, patches, looks } = await show({ runtime: 'podman with runc' }, { workers: [], fromRisk: 'external' });
  await expect.poll(page.text).toContain('This machine has podman with runc.');
  expect(page.text()).not.toContain('do not start here');
  await page.click(page.find('button', 'Clock'));
  expect(patches).toEqual([{ containers: { workers: ['clock'], fromRisk: 'external' } }]);
  await page.click(page.find('button', 'Look again'));
  expect(looks()).toBe(2);
  await page.close();
});

test('where there is none, those that do not start are named; one that is gone can be taken out [SB-10]', async () => {
  const missing = 'this machine has neither podman nor docker';
  const { page, patches } = await show({ missing }, { workers: ['bird'], fromRisk: 'external' });
  await expect.poll(page.text).toContain('This machine has neither podman nor docker.');
  expect(page.text()).toContain('These workers do not start here: Mail.');
  await page.click(page.find('button', 'bird'));
  expect(patches).toEqual([{ containers: { workers: [], fromRisk: 'external' } }]);
  await page.close();
});
