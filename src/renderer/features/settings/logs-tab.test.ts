// @vitest-environment jsdom
import { createElement } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
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

beforeEach(() => {
  asked = [];
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
