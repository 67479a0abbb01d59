// @vitest-environment jsdom
import { createElement } from 'react';
import { expect, test } from 'vitest';
import type { Run, RunSummary } from '../../../contract/runs.ts';
import { openPage } from '../../app/fake-page.ts';
import { createFakeEngine, testId } from '../../engine/fake-engine.ts';
import { PlanChanges } from './plan-changes.tsx';

const conversationId = testId('cnv', 1);

function run(number: number, text: string, ...more: string[]): Run {
  const tasks = ['a', ...more].map((id) => ({ id, action: 'text.say', input: { text } }));
  return {
    ...{ id: testId('run', number), status: 'completed', source: 'rules', unattended: false, createdAt: number },
    ...{ plan: { version: 1, title: 'Say it', tasks }, tasks: {}, conversationId, undone: false },
  };
}

function summaryOf({ id, plan, status, source, createdAt }: Run, of = conversationId): RunSummary {
  const tasks = { total: plan.tasks.length, completed: 0, failed: 0 };
  return { id, title: plan.title, status, source, createdAt, conversationId: of, tasks, undone: false };
}

async function open(now: Run, ...earlier: RunSummary[]) {
  const before = run(1, 'hello', 'gone');
  const engine = createFakeEngine((os) => ({
    runs: { list: os.runs.list.handler(() => earlier), get: os.runs.get.handler(() => Promise.resolve(before)) },
  }));
  const page = await openPage(engine, createElement(PlanChanges, { run: now }));
  await page.settle(() => page.heron.runs.list());
  return page;
}

test('a plan is compared with the one before in its conversation [UI-04]', async () => {
  const page = await open(run(2, 'hi', 'new'), summaryOf(run(1, 'hello', 'gone')));
  await expect.poll(() => page.text()).toContain('Compared with the plan before');
  await page.click(page.find('button', 'Compared with the plan before'));
  await expect.poll(() => document.querySelectorAll('[aria-label="Changes of the plan"] > li').length).toBe(3);
  const lines = [...document.querySelectorAll('[aria-label="Changes of the plan"] > li')].map(
    (each) => each.textContent,
  );
  expect(lines).toEqual(['Removedgone', 'Addednew', 'ChangedaText: "hello" → "hi"']);
  await page.close();
});

test('the first plan of a conversation is compared with nothing', async () => {
  const page = await open(run(2, 'hi'), summaryOf(run(1, 'hello'), testId('cnv', 2)), summaryOf(run(3, 'later')));
  expect(page.text()).toBe('');
  await page.close();
});

test('a plan is not compared with one of something else', async () => {
  const other = run(2, 'hi');
  const plan = { ...other.plan, tasks: [{ id: 'sum', action: 'calculator.calculate', input: {} }] };
  const page = await open({ ...other, plan }, summaryOf(run(1, 'hello', 'gone')));
  await expect.poll(() => page.heron.runs.state.getState().open[testId('run', 1)]?.run).toBeDefined();
  await page.settle(() => Promise.resolve());
  expect(page.text()).toBe('');
  await page.close();
});
