import { assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bareWords, refuseChange, refuseSeveral } from './read-only.ts';

const refused = { code: 'invalid-input', details: { field: 'sql' } };

describe('what only reads', () => {
  test.each([
    'SELECT 1',
    '  (select 1) union select 2 ;  ',
    '-- first\nWITH a AS (SELECT 1) SELECT * FROM a',
    '/* a /* in */ b */ VALUES (1)',
    "SELECT ';' AS \"into outfile\", 'it''s', $tag$ ; DELETE $tag$, E'\\';'",
    'SELECT a$b$c FROM x',
    'EXPLAIN SELECT 1',
  ])('PostgreSQL takes %j', (sql) => {
    expect(() => refuseChange(sql, 'postgresql')).not.toThrow();
  });

  test.each(["SELECT `a;b`, 'x\\';', \"y;\" # ; rest", 'SHOW TABLES', 'select 1--1', 'SELECT 5 /* plain */'])(
    'MySQL takes %j',
    (sql) => {
      expect(() => refuseChange(sql, 'mysql')).not.toThrow();
    },
  );
});

describe('what changes something, or hides it', () => {
  test.each([
    'DELETE FROM a',
    'SELECT 1; DROP TABLE a',
    '/* SELECT */ UPDATE a SET b = 1',
    "SELECT 'a\\'; DELETE FROM a --'",
    "COPY a TO PROGRAM 'id'",
    'COMMIT',
    "SELECT 'never closed",
    'SELECT $a$ never closed $b$',
    '/* never closed',
    ' -- nothing',
    '',
  ])('PostgreSQL does not take %j', (sql) => {
    expect(() => refuseChange(sql, 'postgresql')).toThrow(expect.objectContaining(refused) as Error);
  });

  test.each([
    "SELECT 1 INTO OUTFILE '/tmp/a'",
    "SELECT 1 into /* x */ dumpfile '/tmp/a'",
    'SELECT /*!50000 1; DELETE FROM a */',
    'SELECT /*M! 1 */',
    'CALL change()',
    'SET GLOBAL a = 1',
    'SELECT `never closed',
  ])('MySQL does not take %j', (sql) => {
    expect(() => refuseChange(sql, 'mysql')).toThrow(expect.objectContaining(refused) as Error);
  });
});

test('whatever stands in quotes, what follows them is seen', () => {
  const quoted = constantFrom('postgresql' as const, 'mysql' as const);
  assert(
    property(quoted, string({ maxLength: 30 }), (kind, text) => {
      const escaped = kind === 'mysql' ? text.replaceAll('\\', '\\\\') : text;
      const sql = `SELECT '${escaped.replaceAll("'", "''")}'; DELETE FROM a`;
      expect(bareWords(sql, kind)).toMatch(/^SELECT\s+; DELETE FROM a$/);
      expect(() => refuseSeveral(bareWords(sql, kind))).toThrow('several');
    }),
    { numRuns: Number(process.env['HERON_PROPERTY_RUNS'] ?? 300) },
  );
});
