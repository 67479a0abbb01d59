import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case, Expected } from './case.ts';

export type KeptCase = Case & { expected: Expected };
export type Agreement = { kind: string; agreed: number; cases: number };

/** Gives what Heron makes of a case. */
export type Carry = (one: Case) => Promise<Expected>;

const files = ['conditions', 'expressions', 'fields', 'lists', 'merges', 'markup', 'crypto', 'files', 'feeds'];

/** The cases with what n8n gave, by the name of their file. */
export function keptCases(root: string): Map<string, KeptCase[]> {
  return new Map(
    files.map((name) => {
      const text = readFileSync(join(root, 'tests/fixtures/n8n', `${name}.json`), 'utf8');
      return [name, (JSON.parse(text) as { cases: KeptCase[] }).cases];
    }),
  );
}

/** The same items at the same outputs, whatever the order of their fields; or both fail. */
export function agrees(got: Expected, expected: Expected): boolean {
  if ('error' in got || 'error' in expected) return 'error' in got && 'error' in expected;
  return inOrder(got.outputs) === inOrder(expected.outputs);
}

function inOrder(outputs: object[][]): string {
  const last = outputs.findLastIndex((items) => items.length > 0);
  return JSON.stringify(outputs.slice(0, last + 1), (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** How often Heron gives what n8n gives, by the kind of node; expressions are counted apart. */
export async function agreement(root: string, carry: Carry): Promise<Agreement[]> {
  const found = new Map<string, Agreement>();
  for (const [name, cases] of keptCases(root)) {
    for (const one of cases) {
      const kind = name === 'expressions' ? 'expressions' : one.kind;
      const known = found.get(kind) ?? { kind, agreed: 0, cases: 0 };
      known.cases += 1;
      if (agrees(await carry(one), one.expected)) known.agreed += 1;
      found.set(kind, known);
    }
  }
  return [...found.values()].toSorted((a, b) => (a.kind < b.kind ? -1 : 1));
}

/** The page with the shares in it, between the comments of that name. Errors: the page has no place for them. */
export function withAgreement(page: string, shares: readonly Agreement[], name = 'agreement'): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`The page has no ${begin} … ${end}`);
  const agreed = shares.reduce((sum, one) => sum + one.agreed, 0);
  const cases = shares.reduce((sum, one) => sum + one.cases, 0);
  const rows = [...shares, { kind: '**all**', agreed, cases }].map(
    (one) => `| ${one.kind} | ${one.cases} | ${one.agreed} | ${Math.floor((one.agreed / one.cases) * 1000) / 10} % |`,
  );
  const table = ['| node | cases | the same | share |', '|---|---:|---:|---:|', ...rows].join('\n');
  return `${before}${begin}\n\n${table}\n\n${end}${after}`;
}
