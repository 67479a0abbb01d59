import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ErrorCode } from './errors.ts';
import { classOf, FailureClass, failureClasses, failureClassNames } from './failure-classes.ts';

const root = join(import.meta.dirname, '../..');

test('every code of an error has one class, and every class a name and a code [OB-04]', () => {
  expect(Object.keys(failureClasses).toSorted()).toEqual(ErrorCode.options.toSorted());
  expect(new Set(Object.values(failureClasses))).toEqual(new Set(FailureClass.options));
  expect(Object.keys(failureClassNames).toSorted()).toEqual(FailureClass.options.toSorted());
});

test('every code that is thrown anywhere is in the table [OB-04]', () => {
  const files = globSync(['src/**/*.ts', 'workers/**/*.ts'], { cwd: root }).filter((file) => !file.includes('.test.'));
  const used = new Set<string>();
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, code] of text.matchAll(/(?:new (?:HeronError|WorkerFailure)|\bfail|\brefusal)\(\s*'([a-z-]+)'/g)) {
      used.add(code as string);
    }
  }
  expect(used.size).toBeGreaterThan(15);
  expect([...used].filter((code) => !(code in failureClasses))).toEqual([]);
});

test('what passes is transient, whatever its code is otherwise', () => {
  const code = 'worker-unavailable' as const;
  expect(classOf({ code })).toBe('worker');
  expect(classOf({ code, details: { transient: true } })).toBe('transient');
  expect(classOf({ code: 'permission-denied' })).toBe('permission');
});
