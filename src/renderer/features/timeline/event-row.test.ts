// @vitest-environment jsdom
import { createElement } from 'react';
import { afterEach, expect, test } from 'vitest';
import type { Worker } from '../../../contract/workers.ts';
import { type FakePage, openPage } from '../../app/fake-page.ts';
import { createFakeEngine, testEvent, testId } from '../../engine/fake-engine.ts';
import { EventRow } from './event-row.tsx';
import { useEventNames } from './use-event-names.ts';

const scope = { runId: testId('run', 1), taskId: 't1', workerId: 'checksum' };
const started = testEvent('task.started', { attempt: 1, input: {}, idempotencyKey: 'k' }, { scope });
const tasks = [{ id: 't1', action: 'checksum.hash', input: {} }];
const actions = { hash: { title: 'Compute a checksum' } };
const worker = { id: 'checksum', manifest: { name: 'Checksum', actions } } as unknown as Worker;

function Row() {
  return createElement(EventRow, {
    event: started,
    names: useEventNames(),
    isSelected: false,
    onSelect: () => undefined,
  });
}

let page: FakePage;
afterEach(() => page.close());

test('a row names the step and the worker as soon as the page knows the plan and the manifest', async () => {
  page = await openPage(
    createFakeEngine(() => ({})),
    createElement(Row),
  );
  expect(page.text()).toContain('Step t1 started');
  await page.settle(() => {
    page.heron.timeline.state.setState({ plans: { [scope.runId]: { version: 1, title: 'Hash', tasks } } });
    page.heron.workers.state.setState({ workers: [worker] });
  });
  expect(page.find('button').textContent).toContain('Compute a checksum startedChecksum');
});
