// @vitest-environment jsdom
import { ORPCError } from '@orpc/client';
import { createElement } from 'react';
import { afterEach, expect, test } from 'vitest';
import { type FakePage, openPage } from '../../app/fake-page.ts';
import { createFakeEngine, testId } from '../../engine/fake-engine.ts';
import { ForkTask } from './fork-task.tsx';

let page: FakePage;
afterEach(() => page.close());

const runId = testId('run', 1);
const input = { path: '/home/ada/reports', level: 1 };

async function write(text: string): Promise<void> {
  const area = page.find<HTMLTextAreaElement>('textarea');
  await page.settle(() => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(area, text);
    area.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await page.settle(() => page.find<HTMLFormElement>('form').requestSubmit());
}

test('a step is run again with a changed input; what is wrong with it is told by field [X-03]', async () => {
  const asked: unknown[] = [];
  const engine = createFakeEngine((os) => ({
    runs: {
      fork: os.runs.fork.handler(({ input: { set, from } }) => {
        asked.push({ from, set });
        const issues = [{ path: 'input.level', message: 'must be <= 9' }];
        const data = { code: 'invalid-input', message: 'no', details: { issues } };
        if (asked.length === 1) throw new ORPCError('FAILURE', { data });
        return { runId: testId('run', 2), from, kept: 3 };
      }),
    },
  }));
  page = await openPage(
    engine,
    createElement(ForkTask, {
      runId,
      title: 'Zip it',
      state: { id: 'list/3/zip', status: 'failed' },
      input,
      isUnderWay: false,
    }),
  );
  await page.click(page.find('button', 'Retry from here'));
  expect(JSON.parse(page.find<HTMLTextAreaElement>('textarea').value)).toEqual(input);
  await write('{"path": ');
  expect(page.text()).toContain('This is no JSON');
  expect(asked).toEqual([]);
  await write(JSON.stringify({ ...input, level: 99 }));
  expect(page.text()).toContain('input.level: must be <= 9');
  await write(JSON.stringify({ ...input, level: 9 }));
  expect(asked).toEqual([
    { from: 'list/3/zip', set: [{ path: 'input.level', value: 99 }] },
    { from: 'list/3/zip', set: [{ path: 'input.level', value: 9 }] },
  ]);
  expect(page.text()).toContain('3 steps kept');
  expect(location.hash + location.pathname + location.search).toContain(testId('run', 2));
});

test('a step that has no input is run again as it is', async () => {
  const asked: unknown[] = [];
  const engine = createFakeEngine((os) => ({
    runs: {
      fork: os.runs.fork.handler(({ input: { set, from } }) => {
        asked.push(set);
        return { runId: testId('run', 2), from, kept: 0 };
      }),
    },
  }));
  const state = { id: 'g', status: 'completed' as const };
  page = await openPage(
    engine,
    createElement(ForkTask, { runId, title: 'All', state, input: undefined, isUnderWay: true }),
  );
  await page.click(page.find('button', 'Run again from here'));
  await page.settle(() => page.find<HTMLFormElement>('form').requestSubmit());
  expect(asked).toEqual([[]]);
});
