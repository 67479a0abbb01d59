// @vitest-environment jsdom
import { createElement } from 'react';
import { expect, test } from 'vitest';
import type { Run } from '../../../contract/runs.ts';
import type { UndoPreview } from '../../../contract/undo.ts';
import { openPage } from '../../app/fake-page.ts';
import { createFakeEngine, testId } from '../../engine/fake-engine.ts';
import { UndoDialog } from './undo-dialog.tsx';

const run = { id: testId('run', 1), plan: { title: 'Sort the pictures' } } as unknown as Run;

async function open(answer: () => UndoPreview) {
  const dialog = { run, isOpen: true, onOpenChange: () => undefined, onUndone: () => undefined };
  const engine = createFakeEngine((os) => ({ runs: { previewUndo: os.runs.previewUndo.handler(answer) } }));
  const page = await openPage(engine, createElement(UndoDialog, dialog));
  await page.settle();
  return page;
}

test('before it is confirmed, undo says what will be put back, what was changed since and what cannot be undone', async () => {
  const page = await open(() => ({
    restorable: [
      { path: '/new.txt', kind: 'created' },
      { path: '/a.png', kind: 'moved', movedTo: '/pictures/a.png' },
      { path: '/old.txt', kind: 'deleted' },
    ],
    conflicts: [{ path: '/notes.txt', reason: 'It was changed after the run' }],
    lasting: [{ taskId: 'send', title: 'Send the letter', risk: 'irreversible' }],
  }));
  const groups = [...document.querySelectorAll('[role="alertdialog"] section')].map((group) => [
    group.querySelector('h3')?.textContent,
    ...[...group.querySelectorAll('li')].map((line) => line.textContent),
  ]);
  expect(groups).toEqual([
    [
      'Will be put back 3',
      '/new.txt will be removed',
      '/pictures/a.png goes back to where it was',
      '/old.txt comes back',
    ],
    ['Changed since, left alone 1', '/notes.txt It was changed after the run'],
    ['Cannot be undone 1', 'Send the letter is final'],
  ]);
  await page.close();
});

test('when nothing can be put back, or nobody can tell, the dialog says so', async () => {
  const empty = await open(() => ({ restorable: [], conflicts: [], lasting: [] }));
  expect(empty.text()).toContain('There is nothing that can be put back.');
  await empty.close();
  const broken = await open(() => {
    throw new Error('The disk is gone');
  });
  expect(broken.text()).toContain('What it would do cannot be seen: The disk is gone');
  await broken.close();
});
