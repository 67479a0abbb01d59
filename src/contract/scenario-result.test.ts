import { expect, test } from 'vitest';
import type { Json } from './json.ts';
import type { Run } from './runs.ts';
import { mismatchText, scenarioResult } from './scenario-result.ts';

function ran(expected: Record<string, Json>, outputs: Record<string, Json>, status: Run['status'] = 'completed') {
  const tasks = Object.fromEntries(
    Object.entries(outputs).map(([id, output]) => [id, { id, status: 'completed' as const, attempt: 1, output }]),
  );
  const workflow = { id: 'wfl_1', revision: 1, scenario: { name: 'Usual', pinned: [], expected } };
  return scenarioResult({ status, workflow, tasks });
}

test('what is given otherwise is told by step and field; of a record only what is named is compared [W-28]', () => {
  const result = ran(
    { sum: 3, list: { files: [{ name: 'a' }], total: 1 }, gone: true, more: [1, 2], odd: { 'a b': 1 } },
    { sum: 3, list: { files: [{ name: 'b', bytes: 4 }], total: 1, at: 77 }, more: [1], odd: { 'a b': 2 } },
  );
  expect(result).toMatchObject({ status: 'failed', compared: 5 });
  expect(result?.mismatches.map(mismatchText)).toEqual([
    'list.files[0].name: expected "a", found "b"',
    'gone: expected true, found nothing',
    'more: expected [1,2], found [1]',
    'odd["a b"]: expected 1, found 2',
  ]);
});

test('a scenario passes when its run ends well and gives what is expected, lists and empty records too', () => {
  expect(ran({ list: [], record: {}, nothing: null }, { list: [], record: { a: 1 }, nothing: null })).toMatchObject({
    status: 'passed',
    mismatches: [],
  });
  expect(ran({ list: [], record: {} }, { list: [1], record: [] })?.mismatches).toHaveLength(2);
  expect(ran({}, {}, 'running')?.status).toBe('open');
  expect(ran({}, {}, 'cancelled')).toMatchObject({ status: 'failed', problem: 'The run was cancelled' });
});
