import { expect, test } from 'vitest';
import { placeOfLink } from '../../contract/deep-link.ts';
import { formatRoute, parseRoute, type Route, settingsTabs } from './route.ts';

const routes: Route[] = [
  { screen: 'chat' },
  { screen: 'chat', conversationId: 'cnv_1' },
  { screen: 'inbox' },
  { screen: 'timeline' },
  { screen: 'timeline', runId: 'run_1' },
  { screen: 'timeline', runId: 'run_1', tab: 'graph' },
  { screen: 'workers', workerId: 'photo-sorter' },
  { screen: 'background' },
  { screen: 'background', processId: 'prc_1' },
  { screen: 'plan', openedId: 'opn_1' },
  { screen: 'dashboard' },
  { screen: 'schedules' },
  { screen: 'schedules', scheduleId: 'sch_1' },
  { screen: 'settings', tab: 'permissions' },
];

test.each(routes)('$screen survives the way through the address', (route) => {
  expect(parseRoute(formatRoute(route))).toEqual(route);
});

test('an empty or unknown address leads to the chat, an unknown tab to the first', () => {
  expect(parseRoute('')).toEqual({ screen: 'chat' });
  expect(parseRoute('#/attic')).toEqual({ screen: 'chat' });
  expect(parseRoute('#/settings/attic')).toEqual({ screen: 'settings' });
});

test("the skip link's address leads nowhere", () => {
  expect(parseRoute('#main')).toBeUndefined();
});

test('every part of the settings, and every screen of the menu, can be linked to', () => {
  for (const tab of settingsTabs) expect(placeOfLink(`heron://settings/${tab}`)).toBe(`#/settings/${tab}`);
  for (const screen of ['schedules', 'memory', 'dashboard'])
    expect(placeOfLink(`heron://${screen}`)).toBe(`#/${screen}`);
});
