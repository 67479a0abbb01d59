// @vitest-environment jsdom
import { createElement } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Dashboard, DashboardDays, DashboardInterval, WorkerHealth } from '../../../contract/dashboard.ts';
import { type FakePage, openPage } from '../../app/fake-page.ts';
import { createFakeEngine, type FakeEngine, testEvent } from '../../engine/fake-engine.ts';
import { moneyText, type SpendingUsage } from '../../../contract/spending.ts';
import { runFigures } from './figures.ts';
import { DashboardScreen } from './screen.tsx';

const day = 86_400_000;
const none = { completed: 0, failed: 0, cancelled: 0, steps: 0, tokens: 0, money: 0 };
const from = new Date(2026, 4, 14).getTime();
const interval = (index: number, more: Partial<DashboardInterval> = {}): DashboardInterval => ({
  ...{ from: from + index * day, to: from + (index + 1) * day },
  ...none,
  ...more,
});
const busy = { completed: 3, failed: 1, timeMs: { p50: 1200, p95: 4000 }, steps: 9, tokens: 1200, money: 0.03 };
const worker = (id: string, more: Partial<WorkerHealth> = {}): WorkerHealth => ({
  ...{ id, name: id, state: 'idle', trust: 'bundled', calls: 2, errors: 0, crashes: 0 },
  ...more,
});
const told: Dashboard = {
  intervals: [0, 1, 2, 3, 4, 5, 6].map((index) => interval(index, index === 5 ? busy : {})),
  now: interval(0, busy),
  before: interval(-7, { completed: 1, steps: 2, timeMs: { p50: 1000, p95: 1000 } }),
  queue: { runningRuns: 1, waitingRuns: 2, workingSteps: 1, waitingSteps: 4 },
  lanes: {
    taken: 1,
    places: 4,
    waiting: 2,
    longestWaitMs: 90_000,
    said: 5,
    dropped: 1,
    waitedMs: { p50: 400, p95: 900 },
  },
  questions: 3,
  workers: [
    worker('Web fetch', { circuit: 'open', errors: 2 }),
    worker('Text'),
    worker('Crow', { state: 'refused', trust: 'denied' }),
  ],
  heldHosts: 1,
  storage: { database: 1024, blobs: 1024, undo: 0, logs: 0 },
};

let page: FakePage;
let engine: FakeEngine;
const noUse = {
  ...{ requests: 0, failed: 0, unpriced: 0, money: 0 },
  ...{ inputTokens: 0, outputTokens: 0, reasoningTokens: 0 },
};
const unspent: SpendingUsage = {
  ...{ limits: [], total: noUse, days: [], models: [], accounts: [], shares: [], purposes: [], resting: [] },
};
let spent = unspent;
let answer: Dashboard | undefined;
const asked: DashboardDays[] = [];

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
});
afterEach(async () => {
  vi.useRealTimers();
  await page.close();
  vi.unstubAllGlobals();
});

async function show(given: Dashboard | undefined): Promise<void> {
  answer = given;
  asked.length = 0;
  engine = createFakeEngine((os) => ({
    spending: { usage: os.spending.usage.handler(() => spent) },
    schedules: { list: os.schedules.list.handler(() => []) },
    dashboard: {
      get: os.dashboard.get.handler(({ input: { days } }) => {
        asked.push(days);
        if (!answer) throw new Error('The engine is unwell');
        return answer;
      }),
    },
  }));
  page = await openPage(engine, createElement(DashboardScreen));
  await page.settle();
}

test('key figures are compared with the time before, and every chart is also a table [UI-10, UI-12]', async () => {
  await show(told);
  const tiles = page.find('[aria-label="Key figures"]').textContent;
  expect(tiles).toContain('Runs that ended4More than before:1');
  expect(tiles).toContain('Success rate75 %Less than before:100 %');
  expect(tiles).toContain('95 % within 4.0 s');
  const rightNow = page.find('[aria-label="Right now"]').textContent;
  expect(rightNow).toContain('1 step works, 4 in line');
  expect(rightNow).toContain('Storage2.0 KiB');
  const titles = [...document.querySelectorAll('caption')].map(({ textContent }) => textContent);
  expect(titles).toEqual(['Runs by outcome', 'Run time', 'Tokens', 'Money']);
  const outcomes = page.find('table', 'Runs by outcome').querySelectorAll('tbody tr');
  expect(outcomes).toHaveLength(7);
  expect([...outcomes[5]!.querySelectorAll('td')].map(({ textContent }) => textContent)).toEqual(['3', '1', '0']);
  expect(page.text()).toContain('3 workers, 1 left alone, 1 host left alone, 1 kept off');
});

test('another period is asked for when it is chosen', async () => {
  await show(told);
  const period = page.find<HTMLSelectElement>('select');
  await page.settle(() => {
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')?.set?.call(period, '30');
    period.dispatchEvent(new Event('change', { bubbles: true }));
  });
  expect(asked).toEqual([7, 30]);
  expect(page.text()).toContain('Compared with the 30 days before');
});

test('what happens is counted without being asked, many events at once only once', async () => {
  await show(told);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  engine.emit(testEvent('run.completed', {}), testEvent('run.completed', {}));
  engine.emit(testEvent('run.failed', { error: { code: 'internal', message: 'No', details: {} } }));
  engine.emit(testEvent('plan.proposed', {} as never));
  await page.settle(() => vi.runAllTimers());
  vi.useRealTimers();
  await page.settle();
  expect(asked).toEqual([7, 7]);
});

test('without runs it says how to get some, and a failure can be tried again', async () => {
  const empty = {
    ...told,
    intervals: told.intervals.map((_, index) => interval(index)),
    now: interval(0),
    before: interval(-7),
  };
  await show({ ...empty, queue: { ...told.queue, runningRuns: 0, waitingRuns: 0 } });
  expect(page.text()).toContain('No runs yet');
  expect(document.querySelector('table')).toBeNull();
  await page.close();
  await show(undefined);
  expect(page.find('[role=alert]').textContent).toContain('Could not load the figures');
  answer = told;
  await page.click(page.find('button', 'Try again'));
  await page.settle();
  expect(page.text()).toContain('Success rate');
});

test('without anything to compare with, nothing is compared', () => {
  const { timeMs: _, ...ended } = busy;
  const figures = runFigures({
    ...told,
    now: interval(0, { ...ended, completed: 0, failed: 0 }),
    before: interval(-7),
  });
  expect(figures.find(({ name }) => name === 'Success rate')).toEqual({ name: 'Success rate', value: '–' });
  expect(figures.find(({ name }) => name === 'Run time, median')).toEqual({ name: 'Run time, median', value: '–' });
  expect([moneyText(0), moneyText(0.0312), moneyText(12.5)]).toEqual(['$0.00', '$0.0312', '$12.50']);
});

test('what models used is drawn by day and model, the rarest together; without a model there is nothing of it [OB-05]', async () => {
  const use = { ...noUse, requests: 2, inputTokens: 900, outputTokens: 100 };
  spent = {
    ...unspent,
    total: { ...use, money: 0 },
    days: ['2026-11-25', '2026-11-26'].map((each) => ({ ...use, day: each })),
    models: ['a', 'b', 'c', 'd', 'e'].map((model, index) => ({ ...use, model, days: [100, index] })),
    shares: [
      { ...use, kind: 'agent', name: 'researcher' },
      { ...use, requests: 1, kind: 'folder', name: 'Garden' },
    ],
  };
  await show(told);
  const rows = page.find('table', 'Tokens by model').querySelectorAll('tr');
  const cells = (row: number): (string | null)[] => [...rows[row]!.children].map(({ textContent }) => textContent);
  expect(cells(0)).toEqual(['Day', 'a', 'b', 'c', 'Others']);
  expect(cells(2).slice(1)).toEqual(['0', '1', '2', '7']);
  expect(page.text()).toContain('No price of these models is known.');
  const tables = [...document.querySelectorAll('table[aria-label^="Used by"]')];
  expect(tables.map((table) => [table.ariaLabel, table.querySelector('tbody td')?.textContent])).toEqual([
    ['Used by agent', 'Agentresearcher'],
    ['Used by folder', 'FolderGarden'],
  ]);
  spent = unspent;
});
