// @vitest-environment jsdom
import { strToU8, zipSync } from 'fflate';
import { createElement } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CrashReport } from '../../../contract/crash-reports.ts';
import type { LogLine } from '../../../contract/health.ts';
import type { Worker } from '../../../contract/workers.ts';
import { type FakePage, openPage } from '../../app/fake-page.ts';
import { createFakeEngine } from '../../engine/fake-engine.ts';
import { WorkerLog } from '../workers/worker-log.tsx';
import { LogRow } from './log-row.tsx';
import { LogsTab } from './logs-tab.tsx';

let page: FakePage;
let asked: object[] = [];
let lines: LogLine[] | undefined;
let crashes: CrashReport[] = [];
let report = new Uint8Array();

beforeEach(() => {
  asked = [];
  crashes = [];
  lines = [{ at: 1, level: 'info', source: 'worker mail', message: 'Fetched', traceId: 'abc' }];
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
  );
});
afterEach(async () => {
  await page.close();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const engine = () =>
  createFakeEngine((os) => ({
    health: {
      logFolder: os.health.logFolder.handler(() => ({ path: '/nowhere/logs', canOpen: false })),
      logs: os.health.logs.handler(({ input }) => {
        asked.push(input);
        if (!lines) throw new Error('The engine is unwell');
        return lines;
      }),
      crashes: os.health.crashes.handler(() => crashes),
      crash: os.health.crash.handler(({ input }) => ({ text: `{ "stack": "of ${input.crashId}" }` })),
      removeCrash: os.health.removeCrash.handler(({ input }) => {
        crashes = crashes.filter(({ id }) => id !== input.crashId);
        return {};
      }),
      report: os.health.report.handler(async function* () {
        for (const piece of [report.slice(0, 50), report.slice(50)])
          yield { bytes: btoa(String.fromCharCode(...piece)) };
      }),
    },
  }));

test('the log is narrowed to a worker, and shown whole again [UI-02]', async () => {
  page = await openPage(engine(), createElement(LogsTab));
  const workers = [{ id: 'mail', manifest: { name: 'Mail' } }] as Worker[];
  await page.settle(() => page.heron.workers.state.setState({ workers }));
  lines = [];
  const choice = page.find<HTMLSelectElement>('select', 'All of Heron');
  await page.settle(() => {
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')?.set?.call(choice, 'mail');
    choice.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await page.settle();
  expect(asked.at(-1)).toEqual({ level: 'info', limit: 1000, workerId: 'mail' });
  expect(page.text()).toContain('No line matches');
  await page.click(page.find('button', 'Clear filters'));
  expect(asked.at(-1)).toEqual({ level: 'info', limit: 1000 });
});

test('from a line one comes to all of its trace', async () => {
  const traces: string[] = [];
  const onTrace = (traceId: string): void => void traces.push(traceId);
  page = await openPage(engine(), createElement(LogRow, { line: lines![0]!, onTrace }));
  await page.click(page.find('button[aria-label="Only this trace: abc"]'));
  expect(traces).toEqual(['abc']);
});

test('a worker’s own log is read for it alone; nothing and a failure are said', async () => {
  const show = async (): Promise<void> => {
    page = await openPage(engine(), createElement(WorkerLog, { workerId: 'mail', name: 'Mail' }));
    await page.settle();
  };
  await show();
  expect(asked).toEqual([{ level: 'debug', limit: 100, workerId: 'mail' }]);
  expect(page.find('[aria-label="Log of Mail, newest first"]').textContent).toContain('Fetched');
  await page.close();
  lines = [];
  await show();
  expect(page.text()).toContain('It has written nothing.');
  await page.close();
  lines = undefined;
  await show();
  expect(page.find('[role=alert]').textContent).not.toBe('');
});

test('crash reports are listed, read as they would be given away, and deleted after a question', async () => {
  crashes = [
    { id: 'second', at: 2, version: '1.2.3', what: 'TypeError: It is not there' },
    { id: 'first', at: 1, what: 'This report is damaged' },
  ];
  page = await openPage(engine(), createElement(LogsTab));
  await page.settle();
  await page.click(page.find('button', 'Crash reports (2)'));
  const list = page.find('[aria-label="Crash reports, newest first"]');
  expect(list.textContent).toContain('Heron 1.2.3');
  await page.click(page.find('button', 'TypeError: It is not there'));
  await page.settle();
  expect(page.find('[aria-label="crashes/second.json"]').textContent).toBe('{ "stack": "of second" }');
  for (const title of ['It is not there', 'damaged']) {
    if (title === 'damaged') await page.click(page.find('button', title));
    await page.click(page.find('[role=dialog] button', 'Delete'));
    await page.click(page.find('[role=alertdialog] button', 'Delete'));
    await page.settle();
  }
  expect(crashes).toEqual([]);
  expect(page.text()).toContain('No crash reports');
});

test('a report is made once, each file in it can be read, and what was read is what is saved', async () => {
  const log = `${'a line\n'.repeat(10_000)}the end`;
  report = zipSync({ 'settings.json': strToU8('{ "theme": "dark" }'), 'logs/heron.log': strToU8(log) });
  const saved: Blob[] = [];
  const keep = (blob: Blob): string => `blob:${saved.push(blob)}`;
  Object.assign(URL, { createObjectURL: keep, revokeObjectURL: () => undefined });
  // No browser is there to save it.
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
  page = await openPage(engine(), createElement(LogsTab));
  await page.click(page.find('button', 'Export report…'));
  await expect.poll(() => page.text()).toContain('2 files');
  await page.click(page.find('button', 'settings.json'));
  await expect.poll(() => page.text()).toContain('{ "theme": "dark" }');
  await page.click(page.find('button', 'Back to the list'));
  await page.click(page.find('button', 'logs/heron.log'));
  await expect.poll(() => page.text()).toContain('the saved report has all');
  expect(page.text()).not.toContain('the end');
  await page.click(page.find('button', 'Save the report'));
  expect(saved).toHaveLength(1);
  expect(new Uint8Array(await saved[0]!.arrayBuffer())).toEqual(report);
  expect(page.text()).toContain('Nothing was sent');
});
