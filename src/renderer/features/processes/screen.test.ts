// @vitest-environment jsdom
import { createElement } from 'react';
import { afterEach, expect, test } from 'vitest';
import type { BackgroundProcess } from '../../../contract/processes.ts';
import { type FakePage, openPage } from '../../app/fake-page.ts';
import { createFakeEngine, type FakeEngine, testEvent, testId } from '../../engine/fake-engine.ts';
import { useToasts } from '../../ui/toast-store.ts';
import { BackgroundScreen } from './screen.tsx';
import { withPiece } from './use-process-log.ts';

const dev: BackgroundProcess = {
  id: testId('prc', 1),
  name: 'npm run dev',
  command: 'npm run dev',
  pid: 4711,
  runId: testId('run', 1),
  taskId: 'begin',
  workerId: 'process',
  status: 'running',
  keep: false,
  takesInput: true,
  startedAt: Date.now() - 60_000,
  endsAt: Date.now() + 1_740_000,
};
const built: BackgroundProcess = {
  ...dev,
  ...{ id: testId('prc', 2), name: 'npm run build', status: 'ended', takesInput: false },
  ...{ endedAt: Date.now(), exitCode: 1, signal: null, end: 'exit' },
};

let page: FakePage;
let engine: FakeEngine;
let calls: string[] = [];
let said = 'listening\n';
let all: BackgroundProcess[] | undefined;

async function show(processes: BackgroundProcess[] | undefined, processId?: string): Promise<void> {
  all = processes;
  calls = [];
  said = 'listening\n';
  engine = createFakeEngine((os) => ({
    processes: {
      list: os.processes.list.handler(() => {
        if (!all) throw new Error('The engine is unwell');
        return all;
      }),
      log: os.processes.log.handler(({ input: { offset = 0 } }) => ({
        ...{ text: said.slice(offset), start: offset, end: said.length, total: said.length, dropped: 0 },
      })),
      write: os.processes.write.handler(({ input: { text } }) => (calls.push(`write ${text}`), {})),
      stop: os.processes.stop.handler(({ input: { processId: id } }) => (calls.push(`stop ${id}`), dev)),
      keep: os.processes.keep.handler(({ input: { keep } }) => (calls.push(`keep ${keep}`), dev)),
      clear: os.processes.clear.handler(() => (calls.push('clear'), { cleared: 1 })),
    },
  }));
  page = await openPage(engine, createElement(BackgroundScreen, { processId }));
  await page.settle();
  await page.settle();
}
afterEach(() => page.close());

test('what runs and how others ended is listed, and what has ended can be cleared', async () => {
  await show([dev, built]);
  expect(page.text()).toContain('1 running');
  expect(page.text()).toContain('ended with code 1');
  await page.click(page.find('button', 'Clear ended'));
  expect(calls).toEqual(['clear']);
});

test('an empty list says how one gets there, a failure can be tried again', async () => {
  await show([]);
  expect(page.text()).toContain('Nothing is in the background');
  await page.close();
  await show(undefined);
  expect(page.text()).toContain('Could not load the background processes');
  all = [dev];
  await page.click(page.find('button', 'Try again'));
  await page.settle();
  expect(page.text()).toContain('npm run dev');
});

test('one says on while it runs, is written to, kept, and stopped after a question [RT-27]', async () => {
  await show([dev], dev.id);
  expect(page.find('[role=log]').textContent).toBe('listening\n');
  said += 'got it\n';
  await page.settle(() => engine.emit(testEvent('process.printed', { id: dev.id, total: said.length }, { seq: 0 })));
  await page.settle();
  expect(page.find('[role=log]').textContent).toBe('listening\ngot it\n');
  const input = page.find<HTMLInputElement>('form input');
  await page.settle(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, 'hello');
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await page.click(page.find('button', 'Send'));
  expect(input.value).toBe('');
  await page.click(page.find('[role=switch]'));
  await page.click(page.find('button', 'Stop'));
  expect(page.find('[role=alertdialog]').textContent).toContain('Stop npm run dev?');
  expect(calls).toEqual(['write hello\n', 'keep true']);
  await page.click(page.find('[role=alertdialog] button', 'Stop'));
  expect(calls.at(-1)).toBe(`stop ${dev.id}`);
});

test('its end is told wherever the person is, but not to who stopped it', async () => {
  await show([dev]);
  const { id, name, command } = dev;
  const ended = { id, name, command, exitCode: 0, signal: null, durationMs: 1000, outputBytes: 0, lastOutput: '' };
  await page.settle(() => engine.emit(testEvent('process.ended', { ...ended, end: 'stopped' })));
  expect(useToasts.getState().toasts).toEqual([]);
  all = [{ ...dev, status: 'ended', exitCode: 0, end: 'exit', endedAt: Date.now() }];
  await page.settle(() => engine.emit(testEvent('process.ended', { ...ended, end: 'exit' })));
  expect(useToasts.getState().toasts).toMatchObject([
    { tone: 'success', title: 'npm run dev ended with code 0', action: { label: 'Show' } },
  ]);
  await page.settle();
  expect(page.text()).toContain('None is running');
});

test('of much text the end is shown, and that it is cut is said', () => {
  const piece = (text: string, start: number) => ({ text, start, end: start + text.length, total: 0, dropped: 0 });
  const first = withPiece(undefined, piece('ab', 0));
  expect(first).toEqual({ text: 'ab', isCut: false, end: 2 });
  expect(withPiece(first, piece('x'.repeat(200_000), 2))).toMatchObject({ isCut: true, end: 200_002 });
  expect(withPiece(undefined, piece('ab', 9))).toMatchObject({ isCut: true });
});
