// @vitest-environment jsdom
import { createElement, Fragment } from 'react';
import { afterEach, expect, test } from 'vitest';
import type { Worker } from '../../../contract/workers.ts';
import { type FakePage, openPage } from '../../app/fake-page.ts';
import { createFakeEngine, testId } from '../../engine/fake-engine.ts';
import { ChatComposer } from './chat-composer.tsx';
import { ChatStart } from './chat-start.tsx';
import { newThread } from './store.ts';

const worker = {
  id: 'archive',
  state: 'idle',
  manifest: {
    id: 'archive',
    name: 'Archive',
    actions: {
      create: {
        phrases: ['zip {source} into {destination}'],
        input: {
          properties: {
            source: { format: 'path', description: 'The file or folder to pack.' },
            destination: { format: 'path', description: 'The archive to write.' },
          },
        },
      },
    },
  },
} as unknown as Worker;

let page: FakePage;
const sent: string[] = [];

async function open(): Promise<HTMLTextAreaElement> {
  sent.length = 0;
  const engine = createFakeEngine((os) => ({
    conversations: {
      send: os.conversations.send.handler(({ input }) => {
        sent.push(input.text);
        return { conversationId: testId('cnv', 1), messageId: testId('msg', 1) };
      }),
    },
  }));
  const composer = createElement(ChatComposer, { threadKey: newThread, stopping: undefined });
  page = await openPage(engine, createElement(Fragment, {}, createElement(ChatStart), composer));
  await page.settle(() => page.heron.workers.state.setState({ workers: [worker], isRead: true }));
  return page.find<HTMLTextAreaElement>('textarea');
}

const selection = ({ value, selectionStart, selectionEnd }: HTMLTextAreaElement) =>
  value.slice(selectionStart, selectionEnd);

afterEach(() => page.close());

test('an example is a sentence in plain words, with no marks of the engine', async () => {
  await open();
  expect(page.find('ul[aria-label="Examples"] button').textContent).toBe('Zip a file or folder into an archiveArchive');
});

test('a pressed example stands in the composer, with the first words to fill in marked for typing over', async () => {
  const composer = await open();
  await page.click(page.find('button', 'Zip'));
  expect(composer.value).toBe('Zip [a file or folder] into [an archive]');
  expect(document.activeElement).toBe(composer);
  expect(selection(composer)).toBe('[a file or folder]');
});

test('a sentence that still lacks something is not sent: Enter leads to what it lacks', async () => {
  const composer = await open();
  await page.settle(() => page.heron.chat.setDraft(newThread, 'Zip ~/docs into [an archive]'));
  expect(page.text()).toContain('Still to fill in: an archive');
  await page.press('Enter', composer);
  expect(selection(composer)).toBe('[an archive]');
  expect(sent).toEqual([]);
});

test("a person's own brackets are sent as they are", async () => {
  const composer = await open();
  await page.settle(() => page.heron.chat.setDraft(newThread, 'zip notes[1].txt'));
  await page.press('Enter', composer);
  expect(sent).toEqual(['zip notes[1].txt']);
});
