import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ElevatedMode, groups, PolicyLayer, ProfileName } from '../../../../contract/policy.ts';
import { decide, decideBy, deciding, narrower } from './decide.ts';
import { type Case, decisionTable, factsOf, requestOf, tools } from './fixtures/decision-table.ts';
import { layers } from './layers.ts';
import { refusalOf } from './refusal.ts';

test('the table covers each layer and each decision', () => {
  expect(decisionTable.length).toBeGreaterThan(60);
  const settled = decisionTable.map((row) => deciding(decide(requestOf(row), factsOf(row)))?.layer);
  expect(PolicyLayer.options.filter((layer) => !settled.includes(layer))).toEqual([]);
});

const title = ({ says, by, ...row }: Case): string => `${JSON.stringify(row).replaceAll('"', '')} is ${says} by ${by}`;

describe('decides by the table [SB-12, SB-13]', () => {
  test.each(decisionTable.map((row) => [title(row), row] as const))('%s', (_title, row) => {
    const { decision, rule, because } = decide(requestOf(row), factsOf(row));
    expect({ says: decision, by: rule }).toEqual({ says: row.says, by: row.by });
    expect(because.map(({ layer }) => layer)).toEqual(PolicyLayer.options);
  });
});

const pattern = fc.constantFrom(
  '*',
  'files',
  'web.page',
  'process',
  'bird.sing',
  ...Object.keys(groups).map((name) => `group:${name}`),
);
const lists = fc.array(pattern, { maxLength: 3 });
const profile = fc.constantFrom(...ProfileName.options);

/** Any worker, risk, profile, lists, mode, taint and grant. */
const anyCase: fc.Arbitrary<Case> = fc
  .record(
    {
      tool: fc.constantFrom(...(Object.keys(tools) as (keyof typeof tools)[])),
      need: fc.constantFrom('files.read', 'files.write', 'net', 'shell', 'secrets', 'code'),
      profile,
      allow: lists,
      deny: lists,
      own: fc.record({ profile, allow: lists, deny: lists }, { requiredKeys: [] }),
      mode: fc.constantFrom(...ElevatedMode.options),
      taint: fc.constant(true),
      flags: fc.record({ trustedSource: fc.boolean(), sensitive: fc.boolean(), trustedSink: fc.boolean() }),
      grant: fc.constantFrom('once', 'run', 'always', 'own'),
      outsideStep: fc.constant(true),
      confirmed: fc.constant(true),
      undeclared: fc.constant(true),
      rule: fc.constant('system path'),
      limit: fc.constant(true),
      nobody: fc.constant(true),
    },
    { requiredKeys: ['tool'] },
  )
  .map((row) => ({ ...row, says: 'allowed' as const, by: '' }));

test('a layer more never widens, whichever and wherever it is [SB-13]', () => {
  fc.assert(
    fc.property(anyCase, fc.subarray([...layers]), fc.nat(layers.length - 1), (row, some, index) => {
      const added = layers[index];
      const more = layers.filter((layer) => some.includes(layer) || layer === added);
      const [before, after] = [some, more].map((order) => decideBy(order, requestOf(row), factsOf(row)).decision);
      expect(narrower(before ?? 'denied', after ?? 'allowed')).toBe(after);
    }),
    { numRuns: 2000 },
  );
});

test('where one layer denies, nothing allows or asks [SB-13]', () => {
  fc.assert(
    fc.property(anyCase, (row) => {
      const { decision, because } = decide(requestOf(row), factsOf(row));
      if (because.some(({ says }) => says === 'denied')) expect(decision).toBe('denied');
      else expect(decision).not.toBe('denied');
    }),
    { numRuns: 2000 },
  );
});

test('one more pattern on a deny list never widens, nor does a narrower conversation', () => {
  const denies = (row: Case, extra: string): Case => ({ ...row, deny: [...(row.deny ?? []), extra] });
  fc.assert(
    fc.property(anyCase, pattern, fc.record({ profile, allow: lists, deny: lists }), (row, extra, own) => {
      const { own: _own, ...alone } = row;
      const decisionOf = (one: Case) => decide(requestOf(one), factsOf(one)).decision;
      expect(narrower(decisionOf(row), decisionOf(denies(row, extra)))).toBe(decisionOf(denies(row, extra)));
      expect(narrower(decisionOf(alone), decisionOf({ ...alone, own }))).toBe(decisionOf({ ...alone, own }));
    }),
    { numRuns: 2000 },
  );
});

test('a run with a taint is never freer than one without [X-05]', () => {
  fc.assert(
    fc.property(anyCase, (row) => {
      const { taint: _taint, ...clean } = row;
      const before = decide(requestOf(clean), factsOf(clean)).decision;
      const after = decide(requestOf(row), factsOf({ ...row, taint: true })).decision;
      expect(narrower(before, after)).toBe(after);
    }),
    { numRuns: 2000 },
  );
});

test('a denial says which limit, and is an error of its own kind', () => {
  const errorOf = (row: Case) => {
    const request = requestOf(row);
    return refusalOf(decide(request, factsOf(row)), request.need);
  };
  const base = { tool: 'post', need: 'net', says: 'denied', by: '' } as const;
  expect(errorOf({ ...base, limit: true })).toMatchObject({
    code: 'limit-exceeded',
    message: 'More than 60 effects within an hour, which is the limit; the next may go at 1970-01-01T00:00:00.000Z',
  });
  expect(errorOf({ ...base, undeclared: true })).toMatchObject({ code: 'not-declared' });
  expect(errorOf({ ...base, nobody: true })).toMatchObject({ code: 'permission-missing' });
  expect(errorOf({ ...base, deny: ['group:external'] })).toMatchObject({
    code: 'permission-denied',
    message: 'web.post is on the deny list of the default (group:external)',
    details: { capability: 'net', rule: 'deny list' },
  });
});
