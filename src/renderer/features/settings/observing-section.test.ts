// @vitest-environment jsdom
import { createElement } from 'react';
import { afterEach, expect, test } from 'vitest';
import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { type FakePage, openPage } from '../../app/fake-page.ts';
import { createFakeEngine } from '../../engine/fake-engine.ts';
import { NumberSetting } from './number-setting.tsx';
import { ObservingSection } from './observing-section.tsx';

let page: FakePage;
let patches: unknown[] = [];
afterEach(() => page.close());

const note = (patch: SettingsPatch | number): void => void patches.push(patch);
const type = (field: HTMLInputElement | HTMLSelectElement, text: string): Promise<void> =>
  page.settle(() => {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }));
  });

async function show(otlpEndpoint: string): Promise<void> {
  patches = [];
  const settings = { otlpEndpoint, logFormat: 'pretty' } as Settings;
  page = await openPage(
    createFakeEngine(() => ({})),
    createElement(ObservingSection, { settings, onChange: note }),
  );
}

test('traces are sent to an address, and nowhere again when it is emptied [OB-01]', async () => {
  await show('');
  const field = page.find<HTMLInputElement>('input');
  await type(field, ' http://127.0.0.1:4318 ');
  await page.press('Enter', field);
  expect(patches).toEqual([{ otlpEndpoint: 'http://127.0.0.1:4318' }]);
  await page.close();
  await show('http://127.0.0.1:4318');
  const again = page.find<HTMLInputElement>('input');
  await type(again, '');
  await page.press('Enter', again);
  expect(patches).toEqual([{ otlpEndpoint: '' }]);
});

test('an address that is none is not kept, and Escape takes it back', async () => {
  await show('http://127.0.0.1:4318');
  const field = page.find<HTMLInputElement>('input');
  await type(field, 'file:///etc/passwd');
  await page.press('Enter', field);
  expect(page.text()).toContain('An address that begins with http:// or https://');
  expect(patches).toEqual([]);
  await page.press('Escape', field);
  expect(field.value).toBe('http://127.0.0.1:4318');
});

test('the format of the log is chosen [OB-02]', async () => {
  await show('');
  await type(page.find<HTMLSelectElement>('select'), 'json');
  expect(patches).toEqual([{ logFormat: 'json' }]);
});

test('a number is kept only within its limits', async () => {
  patches = [];
  const props = { label: 'Many', hint: '', min: 1, max: 64, value: 4, onChange: note };
  page = await openPage(
    createFakeEngine(() => ({})),
    createElement(NumberSetting, props),
  );
  const field = page.find<HTMLInputElement>('input');
  await type(field, '65');
  await page.press('Enter', field);
  expect(page.text()).toContain('A whole number from 1 to 64');
  await type(field, '8');
  await page.press('Enter', field);
  expect(patches).toEqual([8]);
});
