// @vitest-environment jsdom
import { createElement, Fragment } from 'react';
import { afterEach, expect, test } from 'vitest';
import type { Settings } from '../../contract/settings.ts';
import { createFakeEngine } from '../engine/fake-engine.ts';
import { ActionKeys } from './action-keys.tsx';
import { type FakePage, openPage } from './fake-page.ts';
import { useShortcuts } from './use-shortcuts.ts';

let page: FakePage;
let toggled = 0;
const created: string[] = [];

function Keys() {
  useShortcuts(() => (toggled += 1));
  return createElement(Fragment);
}

afterEach(() => page.close());

test('keys that a person gave to an action do it, beside those that every window has', async () => {
  const engine = createFakeEngine((os) => ({
    workflows: {
      create: os.workflows.create.handler(({ input }) => {
        created.push(input.document.title);
        throw new Error('Nothing is kept here');
      }),
    },
  }));
  // Those of the window listen first: what actions do is loaded late.
  page = await openPage(engine, createElement(Fragment, {}, createElement(Keys), createElement(ActionKeys)));
  const settings = { shortcuts: { 'new-workflow': 'Mod+Shift+U' }, voice: { isOn: false } } as Settings;
  await page.settle(() => page.heron.settings.state.setState({ settings }));
  await page.press('u', document.body, { ctrlKey: true, shiftKey: true });
  expect(created).toEqual(['New workflow']);
  await page.press('k', document.body, { ctrlKey: true });
  expect(toggled).toBe(1);
});
