import { expect, test } from 'vitest';
import { classes, everyTier } from './case.ts';
import { backgroundCases } from './cases/background.ts';
import { codeCases } from './cases/code.ts';
import { exfiltrationCases } from './cases/exfiltration.ts';
import { fileCases } from './cases/files.ts';
import { hostileInputs } from './cases/inputs.ts';
import { isolateEscapes, isolateImports } from './cases/isolate-escapes.ts';
import { networkPlaces } from './cases/network-places.ts';
import { networkRequests } from './cases/network-requests.ts';
import { nodeEscapes } from './cases/node-escapes.ts';
import { protocolCases } from './cases/protocol.ts';
import { resources } from './cases/resources.ts';
import { results } from './cases/results.ts';
import { secretFiles } from './cases/secret-files.ts';
import { shellCases } from './cases/shell.ts';
import { wrapperCases } from './cases/wrappers.ts';

const workers = [
  ...[...isolateEscapes, ...isolateImports, ...nodeEscapes, ...resources, ...results],
  ...[
    ...fileCases,
    ...secretFiles,
    ...networkPlaces,
    ...networkRequests,
    ...shellCases,
    ...wrapperCases,
    ...backgroundCases,
    ...codeCases,
    ...exfiltrationCases,
    ...protocolCases,
  ],
];

test('there are at least 150 hostile workers and inputs, of every class and for every tier [SB-05, SB-06, SB-20, X-07]', () => {
  const names = [...workers, ...hostileInputs].map((each) => `${each.class}: ${each.name}`);
  expect(new Set(names).size).toBeGreaterThanOrEqual(150);
  expect(new Set([...workers, ...hostileInputs].map((each) => each.class))).toEqual(new Set(classes));
  for (const tier of everyTier) {
    expect(workers.filter(({ tiers }) => tiers.includes(tier)).length).toBeGreaterThanOrEqual(100);
  }
});

test('no two cases of a tier have one name, so each stands for itself in the report', () => {
  for (const tier of everyTier) {
    const names = workers.filter(({ tiers }) => tiers.includes(tier)).map((each) => `${each.class}: ${each.name}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  }
});
