import { expect, test } from 'vitest';
import type { Limits } from '../../../contract/manifest.ts';
import { limitTexts } from './limit-texts.ts';

const limits: Limits = {
  ...{ memoryMb: 64, cpuMs: 60_000, wallMs: 120_000, openFiles: 1, blobMb: 1024, messagesPerSecond: 10_000 },
  browserSessions: 2,
};

test('every limit of a worker is told, memory with what its process may really take', () => {
  expect(limitTexts({ tier: 'node', limits })).toEqual([
    '64 MiB memory of its own; its process is ended at 160 MiB, with what runs it',
    '1 min of processor time until it rests',
    '2 min an action',
    '1 open file',
    '1,024 MiB a blob',
    '10,000 messages a second',
    '0 background processes',
    '2 browser sessions',
  ]);
  expect(limitTexts({ tier: 'isolate', limits })[0]).toContain('ended at 384 MiB');
});
