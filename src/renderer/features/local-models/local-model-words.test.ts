import { expect, test } from 'vitest';
import type { LocalModel } from '../../../contract/local-models.ts';
import { current, factsText, progressText } from './local-model-words.ts';

const model: LocalModel = {
  ...{ id: 'small', name: 'Small', kind: 'chat', licence: 'MIT', about: '', files: [], isOwn: false },
  ...{ state: 'downloading', received: 50 * 1024 ** 2, size: 100 * 1024 ** 2, found: [], usedBy: [] },
};

test('how far a download is, how fast, and how long it takes yet', () => {
  expect(progressText(model, 1024 ** 2)).toBe('50.0 MiB of 100 MiB, 1.0 MiB/s, 50 s left');
  expect(progressText(model, 1024 ** 2 / 10)).toBe('50.0 MiB of 100 MiB, 102 KiB/s, 8 min left');
  expect(progressText({ ...model, size: undefined }, 0)).toBe('50.0 MiB');
  expect(progressText({ ...model, state: 'paused' }, 0)).toBe('50.0 MiB of 100 MiB, paused');
  expect(progressText({ ...model, state: 'ready' }, 0)).toBeUndefined();
  expect(progressText({ ...model, state: 'failed', received: 0 }, 0)).toBeUndefined();
});

test('what was told goes before what was read, unless it has ended since', () => {
  const progress = { modelId: 'small', state: 'checking', received: 100, bytesPerSecond: 0 } as const;
  expect(current(model, progress)).toMatchObject({ state: 'checking', received: 100, size: model.size });
  expect(current({ ...model, state: 'paused' }, progress).state).toBe('paused');
  expect(factsText({ ...model, size: undefined, licence: '' })).toBe('Chat · size unknown · licence unknown');
});
