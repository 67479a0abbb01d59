import { expect, test } from 'vitest';
import { openDatabase } from './database.ts';

test('a statement that is prepared late does what it would have done, and is wrong when it is first used', () => {
  const database = openDatabase({ file: ':memory:', preparesLate: true });
  const missing = database.prepare('SELECT n FROM later WHERE n > ? ORDER BY n');
  const plucked = database.prepare('SELECT n FROM later ORDER BY n').pluck();
  expect(() => missing.all(0)).toThrow('no such table: later');
  database.exec('CREATE TABLE later (n INTEGER)');
  const add = database.prepare('INSERT INTO later VALUES (?)');
  database.transaction(() => [1, 2, 3].forEach((n) => add.run(n)))();
  expect(add.run(4)).toMatchObject({ changes: 1 });
  expect(missing.all(2)).toEqual([{ n: 3 }, { n: 4 }]);
  expect(missing.get(9)).toBeUndefined();
  expect([...missing.iterate(3)]).toEqual([{ n: 4 }]);
  expect(plucked.all()).toEqual([1, 2, 3, 4]);
  database.close();
  expect(() => add.run(5)).toThrow('not open');
});
