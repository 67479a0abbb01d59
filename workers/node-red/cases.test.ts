import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withAgreement } from '../../scripts/n8n-cases/agreement.ts';
import { agreement, agrees, carryOut, keptCases } from '../../scripts/node-red-cases/agreement.ts';

const root = join(import.meta.dirname, '../..');

/** Where Heron is known to differ; the guide says how. */
const differing: Record<string, number> = { csv: 1, function: 2 };

test('the nodes send what Node-RED sends, and the guide says how often that is [X-13]', async () => {
  const failed: Record<string, number> = {};
  const cases = keptCases(root);
  for (const one of cases) {
    if (!agrees(await carryOut(one), one.expected)) failed[one.type] = (failed[one.type] ?? 0) + 1;
  }
  expect(cases.length).toBeGreaterThan(160);
  expect(failed).toEqual(differing);
  const page = readFileSync(join(root, 'docs/guide/import.md'), 'utf8');
  const shares = await agreement(root);
  expect(withAgreement(page, shares, 'node-red agreement'), 'node scripts/node-red-cases.ts --only-page').toBe(page);
});
