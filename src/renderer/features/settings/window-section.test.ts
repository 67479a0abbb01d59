// @vitest-environment jsdom
import { createElement } from 'react';
import { expect, test } from 'vitest';
import type { Health } from '../../../contract/health.ts';
import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { type FakePage, openPage } from '../../app/fake-page.ts';
import { createFakeEngine, type FakeEngine, testEvent } from '../../engine/fake-engine.ts';
import { WindowSection } from './window-section.tsx';

const settings = {
  window: { startAtLogin: false, closeToTray: true, quickAskShortcut: 'Control+Alt+Q' },
  updates: 'off',
} as Settings;

type Shown = {
  page: FakePage;
  engine: FakeEngine;
  states: Record<string, Health['components'][number]['state']>;
  patches: SettingsPatch[];
  asked: () => number;
};

async function show(program: Health['program'], components: string[]): Promise<Shown> {
  const states: Shown['states'] = {};
  let asked = 0;
  const patches: SettingsPatch[] = [];
  const engine = createFakeEngine((os) => ({
    health: {
      get: os.health.get.handler(() => {
        asked += 1;
        return {
          ...{ version: '1.0.0', node: 'v26', program, dataFolder: '/data', startedAt: 0, memoryMb: 1 },
          components: components.map((name) => ({ name, state: states[name] ?? 'ok', message: '' })),
        };
      }),
    },
  }));
  const onChange = (patch: SettingsPatch): void => void patches.push(patch);
  const page = await openPage(engine, createElement(WindowSection, { settings, onChange }));
  return { page, engine, states, patches, asked: () => asked };
}

test('the app has its switches, and keys that are none of the usual ones stand there too', async () => {
  const { page, patches } = await show('electron', ['updates']);
  await expect.poll(page.text).toContain('Start when you log in');
  expect(page.text()).toContain('Control + Alt + Q');
  const switches = [...document.querySelectorAll<HTMLElement>('[role=switch]')];
  expect(switches.map((each) => each.getAttribute('aria-checked'))).toEqual(['false', 'true', 'false']);
  for (const each of switches) await page.click(each);
  expect(patches).toEqual([{ window: { startAtLogin: true } }, { window: { closeToTray: false } }, { updates: 'ask' }]);
  await page.close();
});

test('keys that another program has are told under their field, as soon as that is known', async () => {
  const { page, engine, states } = await show('electron', ['keys']);
  await expect.poll(page.text).toContain('Start when you log in');
  expect(page.text()).not.toContain('Another program has these keys');
  states['keys'] = 'degraded';
  engine.emit(testEvent('keys.refused', { keys: ['Control+Alt+Q'] }, { seq: 0 }));
  await expect.poll(page.text).toContain('Another program has these keys: choose others.');
  expect(document.querySelector('select')?.getAttribute('aria-invalid')).toBe('true');
  await page.close();
});

test('where no release names a place there is nothing to look for newer Herons at', async () => {
  const { page } = await show('electron', []);
  await expect.poll(page.text).toContain('Start when you log in');
  expect(page.text()).not.toContain('Look for a newer Heron');
  await page.close();
});

test('a browser has none of it', async () => {
  const { page, asked } = await show('headless', ['updates']);
  await expect.poll(asked).toBe(1);
  await page.settle();
  expect(page.text()).toBe('');
  await page.close();
});
