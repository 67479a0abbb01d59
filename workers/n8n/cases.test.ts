import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { agreement, agrees, keptCases, withAgreement } from '../../scripts/n8n-cases/agreement.ts';
import { carryOut } from '../../scripts/n8n-cases/carry-out.ts';

const root = join(import.meta.dirname, '../..');

/** Where Heron is known to differ; the guide says how. */
const differing: Record<string, number> = { lists: 3, merges: 7, files: 8, markup: 1 };

test.each([...keptCases(root)])('%s: the nodes give what n8n gives [X-13]', async (name, cases) => {
  const failed: string[] = [];
  for (const one of cases) {
    if (!agrees(await carryOut(one), one.expected)) failed.push(`${one.kind} ${JSON.stringify(one.parameters)}`);
  }
  expect(failed).toHaveLength(differing[name] ?? 0);
});

test('the guide says how often that is [X-13]', async () => {
  const page = readFileSync(join(root, 'docs/guide/import.md'), 'utf8');
  const shares = await agreement(root, carryOut);
  expect(shares.reduce((sum, { cases }) => sum + cases, 0)).toBeGreaterThan(300);
  expect(withAgreement(page, shares), 'node scripts/n8n-cases.ts --only-page').toBe(page);
});
