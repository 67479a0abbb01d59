import { expect, test } from 'vitest';
import type { PermissionRequest } from '../../../contract/permissions.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import { testId } from '../../engine/fake-engine.ts';
import { askingRuns, countQuestions } from './use-asking-runs.ts';

function request(number: number, need: PermissionNeed): PermissionRequest {
  return {
    id: testId('req', number),
    runId: testId('run', 1),
    taskIds: ['pack'],
    actions: ['archive.create'],
    workerId: 'archive',
    workerName: 'Archive',
    need,
    reason: 'To pack files.',
    createdAt: number,
  };
}

test('what is asked together counts once, in the inbox, its badge and the bar', () => {
  const asking = askingRuns(
    [
      request(1, { capability: 'files.write', target: '/docs', kind: 'folder' }),
      request(2, { capability: 'files.read', target: '/docs', kind: 'folder' }),
      request(3, { capability: 'net', target: 'example.org' }),
    ],
    [],
  );
  expect(asking.map(({ requests }) => requests.length)).toEqual([3]);
  expect(countQuestions(asking)).toBe(2);
});
