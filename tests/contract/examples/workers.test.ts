import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { manifestOf } from './run-examples.ts';
import { ofImports, workersIn } from './workers.ts';

test('the examples of every worker that comes with Heron are run somewhere', () => {
  const root = join(import.meta.dirname, '../../../workers');
  const ids = globSync('*/manifest.json', { cwd: root }).map((file) => dirname(file));
  const acting = ids.filter((id) => Object.keys(manifestOf(id).actions).length > 0 && !ofImports.includes(id));
  expect(Object.values(workersIn).flat().toSorted()).toEqual(acting.toSorted());
});
