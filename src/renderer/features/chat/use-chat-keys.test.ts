// @vitest-environment jsdom
import { createElement } from 'react';
import { afterEach, expect, test } from 'vitest';
import type { RunSummary } from '../../../contract/runs.ts';
import { type FakePage, openPage } from '../../app/fake-page.ts';
import { createFakeEngine, testId } from '../../engine/fake-engine.ts';
import { ChatComposer } from './chat-composer.tsx';
import { useChatKeys } from './use-chat-keys.ts';

const conversationId = testId('cnv', 1);
const runId = testId('run', 1);
const hint = 'Press Escape again to stop “Pack the reports”';

let page: FakePage;
const stopped: string[] = [];

function Chat() {
  const stopping = useChatKeys(conversationId);
  const search = createElement('input', { type: 'search' });
  return createElement('div', {}, search, createElement(ChatComposer, { threadKey: conversationId, stopping }));
}

async function open(): Promise<void> {
  stopped.length = 0;
  const engine = createFakeEngine((os) => ({
    runs: {
      cancel: os.runs.cancel.handler(({ input }) => {
        stopped.push(input.runId);
        return {};
      }),
    },
  }));
  page = await openPage(engine, createElement(Chat));
  await setStatus('running');
}

function setStatus(status: RunSummary['status']): Promise<void> {
  const tasks = { total: 2, completed: 0, failed: 0 };
  const run: RunSummary = {
    id: runId,
    title: 'Pack the reports',
    status,
    source: 'rules',
    conversationId,
    createdAt: 1,
    tasks,
    undone: false,
  };
  return page.settle(() => page.heron.runs.state.setState({ summaries: { [runId]: run } }));
}

afterEach(() => page.close());

test('the first Escape stops nothing and says what a second one does', async () => {
  await open();
  expect(page.text()).not.toContain(hint);
  await page.press('Escape');
  expect(page.find('[role="status"]', hint)).toBeTruthy();
  expect(stopped).toEqual([]);
});

test('the second Escape stops the run, also from the composer, and what is written there stays', async () => {
  await open();
  await page.settle(() => page.heron.chat.setDraft(conversationId, 'and then'));
  const composer = page.find<HTMLTextAreaElement>('textarea');
  await page.press('Escape', composer);
  await page.press('Escape', composer);
  expect(stopped).toEqual([runId]);
  expect(composer.value).toBe('and then');
  expect(page.text()).not.toContain(hint);
});

test('a key that is held down is one press', async () => {
  await open();
  await page.press('Escape');
  await page.press('Escape', document.body, { repeat: true });
  expect(stopped).toEqual([]);
});

test('Escape in a search field or for something open is not meant for the run', async () => {
  await open();
  await page.press('Escape', page.find('input'));
  const menu = page.find('main').appendChild(document.createElement('div'));
  menu.setAttribute('role', 'menu');
  await page.press('Escape', menu);
  expect(page.text()).not.toContain(hint);
});

test('with the run the question whether to stop it ends', async () => {
  await open();
  await page.press('Escape');
  await setStatus('completed');
  expect(page.text()).not.toContain(hint);
  await page.press('Escape');
  expect(stopped).toEqual([]);
});
