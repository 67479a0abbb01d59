import { expect, test } from 'vitest';
import type { Worker } from '../../../contract/workers.ts';
import { isInCategory, isOfKind, matchesWorker } from './worker-search.ts';

const worker = {
  id: 'archive',
  state: 'idle',
  origin: 'bundled',
  manifest: {
    name: 'Archive',
    tier: 'node',
    permissions: [{ capability: 'files.write', reason: 'r' }],
    actions: { extract: { title: 'Unpack an archive', risk: 'reversible' } },
  },
} as unknown as Worker;

test.each(['', 'ARCH', 'unpack idle', 'files.write', 'extract reversible'])('"%s" finds it', (query) => {
  expect(matchesWorker(worker, query)).toBe(true);
});

test('every word has to occur', () => {
  expect(matchesWorker(worker, 'unpack network')).toBe(false);
});

test('a worker without a manifest is found by its id', () => {
  expect(matchesWorker({ ...worker, manifest: undefined }, 'archive')).toBe(true);
});

test('one of the chosen kinds is enough, and without any every worker is shown', () => {
  expect(isOfKind(worker, [])).toBe(true);
  expect(isOfKind(worker, ['running', 'installed'])).toBe(false);
  expect(isOfKind({ ...worker, origin: 'installed' }, ['running', 'installed'])).toBe(true);
  expect(isOfKind({ ...worker, state: 'failed' }, ['trouble'])).toBe(true);
  expect(isOfKind({ ...worker, state: 'refused', trust: 'changed' }, ['approval'])).toBe(true);
  expect(isOfKind({ ...worker, state: 'refused', trust: 'denied' }, ['approval', 'trouble'])).toBe(false);
});

test('a worker is in the category of what it may ask for, and in another if it asks for nothing', () => {
  expect(isInCategory(worker, undefined)).toBe(true);
  expect(isInCategory(worker, 'files')).toBe(true);
  expect(isInCategory(worker, 'net')).toBe(false);
  expect(isInCategory(worker, 'none')).toBe(false);
  expect(isInCategory({ ...worker, manifest: { ...worker.manifest!, permissions: [] } }, 'none')).toBe(true);
  expect(isInCategory({ ...worker, manifest: undefined }, 'none')).toBe(false);
});
