import { expect, test } from 'vitest';
import { questionsOf } from '../../../contract/permission-questions.ts';
import type { Answer, PermissionRequest } from '../../../contract/permissions.ts';
import { createFakeEngine, testEvent, testId } from '../../engine/fake-engine.ts';
import { groupByRun, groupByWorker, wantsText } from './requests.ts';
import { createPermissions } from './store.ts';

function request(number: number, details: Partial<PermissionRequest> = {}): PermissionRequest {
  return {
    id: testId('req', number),
    runId: testId('run', 1),
    taskIds: ['a'],
    actions: ['pack'],
    workerId: 'archive',
    workerName: 'Archive',
    need: { capability: 'files.read', target: '/home/ada/reports' },
    reason: 'To pack files.',
    createdAt: number,
    ...details,
  };
}

const asked = (...requests: PermissionRequest[]) =>
  requests.map((one) => testEvent('permission.requested', { request: one }, { scope: { runId: one.runId } }));

function setUp(answer: (answers: { requestId: string; answer: Answer }[]) => void = () => {}) {
  const waiting: PermissionRequest[] = [];
  const engine = createFakeEngine((os) => ({
    permissions: {
      pending: os.permissions.pending.handler(() => waiting),
      answer: os.permissions.answer.handler(({ input }) => {
        answer(input.answers);
        return {};
      }),
    },
  }));
  const permissions = createPermissions(engine);
  return { engine, permissions, waiting, pending: () => Object.keys(permissions.state.getState().pending) };
}

test('a question stands until it is granted, denied or withdrawn', () => {
  const { engine, pending } = setUp();
  engine.emit(...asked(request(1), request(2), request(3)));
  expect(pending()).toHaveLength(3);
  const need = request(2).need;
  engine.emit(testEvent('permission.denied', { requestId: testId('req', 2), need, rule: 'person' }));
  engine.emit(testEvent('permission.withdrawn', { requestId: testId('req', 3) }));
  expect(pending()).toEqual([testId('req', 1)]);
});

test('several questions are answered in one call', async () => {
  const calls: unknown[] = [];
  const { engine, permissions, pending } = setUp((answers) => calls.push(answers));
  engine.emit(...asked(request(1), request(2)));
  await permissions.answer(pending(), 'run');
  expect(calls).toEqual([
    [
      { requestId: testId('req', 1), answer: 'run' },
      { requestId: testId('req', 2), answer: 'run' },
    ],
  ]);
  expect(pending()).toEqual([]);
});

test('an answered question does not come back with a late event or a late list', async () => {
  const { engine, permissions, waiting, pending } = setUp();
  engine.emit(...asked(request(1)));
  await permissions.answer([testId('req', 1)], 'once');
  engine.emit(...asked(request(1)));
  waiting.push(request(1), request(2));
  await permissions.read();
  expect(pending()).toEqual([testId('req', 2)]);
});

test('the code of a question, which events do not tell, is asked for', async () => {
  const { engine, permissions, waiting } = setUp();
  waiting.push(request(1, { code: 'K7M2QX' }));
  engine.emit(...asked(request(1)));
  await expect.poll(() => permissions.state.getState().pending[testId('req', 1)]?.code).toBe('K7M2QX');
});

test('a choice goes with the answer', async () => {
  const calls: unknown[] = [];
  const { engine, permissions } = setUp((answers) => calls.push(answers));
  engine.emit(...asked(request(1)));
  const choice = { match: 'exact', uses: 2 } as const;
  await permissions.answer([testId('req', 1)], 'always', choice);
  expect(calls).toEqual([[{ requestId: testId('req', 1), answer: 'always', choice }]]);
});

test('a question whose answer fails stays and can be answered again', async () => {
  const { engine, permissions, pending } = setUp(() => {
    throw new Error('no');
  });
  engine.emit(...asked(request(1)));
  await expect(permissions.answer([testId('req', 1)], 'once')).rejects.toThrow();
  expect(pending()).toEqual([testId('req', 1)]);
  expect(permissions.state.getState().answering).toEqual({});
});

test('questions are grouped by the worker that asks, oldest first', () => {
  const groups = groupByWorker([request(3), request(2, { workerId: 'hash', workerName: 'Hash' }), request(1)]);
  expect(groups.map(({ workerName, requests }) => [workerName, requests.map(({ createdAt }) => createdAt)])).toEqual([
    ['Archive', [1, 3]],
    ['Hash', [2]],
  ]);
});

test('the run that has waited longest comes first', () => {
  const other = testId('run', 2);
  expect([...groupByRun([request(2), request(1, { runId: other })]).keys()]).toEqual([other, testId('run', 1)]);
});

test.each([
  ['files.read', '/home/ada/reports', 'wants to read everything in'],
  ['files.read', '/home/ada/report.pdf', 'wants to read'],
  ['files.read', '/home/ada/.config', 'wants to read everything in'],
  ['files.write', 'C:\\Users\\ada\\out.zip', 'wants to create or change'],
  ['net', 'api.example.org', 'wants to connect to'],
  ['shell', '/usr/bin/git', 'wants to run the program'],
] as const)('%s on %s reads "%s"', (capability, target, words) => {
  expect(wantsText([{ capability, target }])).toBe(`{{worker}} ${words}`);
});

test('what lies there counts for more than its name', () => {
  const read = { capability: 'files.read' } as const;
  expect(wantsText([{ ...read, target: '/home/ada/v1.2', kind: 'folder' }])).toBe(
    '{{worker}} wants to read everything in',
  );
  expect(wantsText([{ ...read, target: '/home/ada/LICENSE', kind: 'file' }])).toBe('{{worker}} wants to read');
});

test('reading and changing one place for the same steps is one question, and nothing else is put together', () => {
  const read = request(1, { need: { capability: 'files.read', target: '/docs', kind: 'folder' } });
  const write = request(2, { need: { capability: 'files.write', target: '/docs', kind: 'folder' } });
  const apart = [
    request(3, { need: { capability: 'files.write', target: '/other', kind: 'folder' } }),
    request(4, { need: { capability: 'files.read', target: '/other', kind: 'folder' }, taskIds: ['later'] }),
    request(5, { need: { capability: 'files.read', target: '/other', kind: 'folder' }, taint: ['a page'] }),
    request(6, { need: { capability: 'net', target: '/docs' } }),
  ];
  expect(questionsOf([write, ...apart, read])).toEqual([[read, write], ...apart.map((each) => [each])]);
  expect(wantsText([read.need, write.need])).toBe(
    '{{worker}} wants to read everything, and to create and change files, in',
  );
});
