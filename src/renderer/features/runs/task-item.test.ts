// @vitest-environment jsdom
import { createElement } from 'react';
import { afterEach, expect, test } from 'vitest';
import type { Risk } from '../../../contract/manifest.ts';
import type { Run, TaskState } from '../../../contract/runs.ts';
import { type FakePage, openPage } from '../../app/fake-page.ts';
import { createFakeEngine, testId } from '../../engine/fake-engine.ts';
import { Moment } from './moment.ts';
import { TaskItem } from './task-item.tsx';
import { taskRows } from './task-rows.ts';

const title = 'Zip the folder /home/ada/reports/2025/spring';

function run(status: Run['status'], state: Partial<TaskState>, conversationId?: string): Run {
  return {
    id: testId('run', 1),
    status,
    plan: { version: 1, title, tasks: [{ id: 't1', title, action: 'archive.create', input: {} }] },
    source: 'rules',
    conversationId,
    unattended: false,
    tasks: { t1: { id: 't1', status: 'completed', attempt: 1, ...state } },
    createdAt: 0,
    undone: false,
  };
}

const conversationId = testId('cnv', 1);
const done = { says: 'Packed **3** files.', output: {} };
let page: FakePage;

async function show(shown: Run, moment?: number, risk: Risk = 'reversible'): Promise<void> {
  const [row] = taskRows(shown, [], () => ({ title: 'Create an archive', risk, needs: [] }));
  if (!row) throw new Error('The run has no task');
  const item = createElement(TaskItem, { run: shown, row, progress: undefined });
  page = await openPage(
    createFakeEngine(() => ({})),
    createElement(Moment, { value: moment }, item),
  );
}

afterEach(() => page.close());

test('once the answer below tells it, what a step said waits in its details', async () => {
  await show(run('completed', done, conversationId));
  expect(page.text()).toContain(title);
  expect(page.text()).not.toContain('Packed');
  await page.click(page.find('button', title));
  await expect.poll(() => page.text()).toContain('Packed 3 files.');
});

test.each([
  ['while the run goes on', run('running', done, conversationId), undefined],
  ['where no conversation tells it', run('completed', done), undefined],
  ['in a replay', run('completed', done, conversationId), 9],
])('%s, a step shows what it said', async (_, shown, moment) => {
  await show(shown, moment);
  await expect.poll(() => page.text()).toContain('Packed 3 files.');
});

test('a step whose effect is final says so before it happens [X-04]', async () => {
  await show(run('running', { status: 'waiting' }), undefined, 'external');
  expect(page.text()).toContain('Cannot be undone');
});

test('a step that undo can take back is not marked', async () => {
  await show(run('running', { status: 'waiting' }));
  expect(page.text()).not.toContain('Cannot be undone');
});

test('an error shows its message; its code is for the details', async () => {
  const error = {
    code: 'permission-denied' as const,
    message: 'You did not allow it.',
    details: { rule: 'the person' },
  };
  await show(run('failed', { status: 'failed', error }, conversationId));
  expect(page.text()).toContain('You did not allow it.');
  expect(page.text()).not.toContain('permission-denied');
  await page.click(page.find('button', 'Details'));
  expect(page.find('code').textContent).toBe('permission-denied');
  expect(page.text()).toContain('the person');
});
