// @vitest-environment jsdom
import { createElement } from 'react';
import { expect, test } from 'vitest';
import type { FileChange, Run } from '../../../contract/runs.ts';
import { openPage } from '../../app/fake-page.ts';
import { createFakeEngine, testId } from '../../engine/fake-engine.ts';
import { UndoDialog } from './undo-dialog.tsx';

const run = { id: testId('run', 1), plan: { title: 'Sort the pictures' } } as unknown as Run;

const change = (path: string, kind: FileChange['kind'], more: Partial<FileChange> = {}): FileChange => ({
  path,
  kind,
  taskId: 't1',
  undone: false,
  ...more,
});

test('before it is confirmed, undo says what becomes of each file and of those changed since', async () => {
  const changes = [
    change('/new.txt', 'created'),
    change('/new.txt', 'replaced'),
    change('/a.png', 'moved', { movedTo: '/pictures/a.png' }),
    change('/old.txt', 'deleted'),
    change('/left.txt', 'created', { undone: true }),
  ];
  const dialog = { run, changes, isOpen: true, onOpenChange: () => undefined, onUndone: () => undefined };
  const page = await openPage(
    createFakeEngine(() => ({})),
    createElement(UndoDialog, dialog),
  );
  const lines = [...document.querySelectorAll('[role="alertdialog"] li')].map((line) => line.textContent);
  expect(lines).toEqual([
    '/new.txt will be removed',
    '/pictures/a.png goes back to where it was',
    '/old.txt comes back',
  ]);
  expect(page.text()).toContain('Files changed since are left alone and listed afterwards.');
  await page.close();
});
