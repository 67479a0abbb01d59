import { expect, test } from 'vitest';
import { exactTimeText } from '../../ui/time-text.ts';
import { previewLines } from './clean-up.tsx';

const nothing = {
  ...{ runs: 0, events: 0, blobs: 0, engineEvents: 0, undoFolders: 0, auditLines: 0, bytes: 0 },
  kept: { unfinished: 0, pinned: 0, origins: 0 },
};

test('what would go is said in whole, with what stays and why [DA-07]', () => {
  const preview = { ...nothing, runs: 2, events: 120, blobs: 1, undoFolders: 1, bytes: 2048, through: 5 };
  expect(previewLines({ ...preview, kept: { unfinished: 1, pinned: 2, origins: 0 } })).toEqual([
    `2 runs with 120 events and 1 blob, the newest ended ${exactTimeText(5)}`,
    'Former contents of files of 1 run, which cannot be undone any more',
    'About 2.0 KiB in all',
    '3 old runs stay: not finished, pinned, or others began with them',
  ]);
});

test('where there is nothing to remove, that is said', () => {
  expect(previewLines(nothing)).toEqual(['Nothing: all there is may stay']);
});
