import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FailoverSettings, usualFailover } from '../../../contract/spending.ts';
import { way } from './fixtures/guarded-models.ts';
import { orderCandidates, type SeenOfWay } from './order-candidates.ts';

const candidates = ['openai/large@us', 'openai/large@eu', 'mistral/large', 'local/small'].map(
  (name) => way(name).candidate,
);
const nothing: SeenOfWay = { isPinned: () => false, isAiling: () => false };

function orderedBy(settings: Partial<FailoverSettings>, seen = nothing): string[] {
  const ordered = orderCandidates(candidates, { ...usualFailover, ...settings }, seen);
  return ordered.map(({ model, account }) => `${model}@${account}`);
}

const [us, eu, mistral, local] = ['openai/large@us', 'openai/large@eu', 'mistral/large@default', 'local/small@default'];
const ways = [
  { model: 'openai/*', account: 'eu', region: 'eu', priority: 20 },
  { model: 'openai/*', region: 'us' },
  { model: 'mistral/*', region: 'eu', priority: 10 },
];

test('a chain is ordered, by priority, or by region; without one nobody else is asked [MD-04]', () => {
  expect(orderedBy({ ways })).toEqual([us, eu, mistral, local]);
  expect(orderedBy({ chain: 'off', ways })).toEqual([us]);
  expect(orderedBy({ chain: 'priority', ways })).toEqual([mistral, eu, us, local]);
  expect(orderedBy({ chain: 'regional', region: 'eu', ways })).toEqual([eu, mistral, local, us]);
  expect(orderedBy({ chain: 'regional', region: 'eu', onlyRegion: true, ways })).toEqual([eu, mistral]);
  expect(orderedBy({ chain: 'regional', ways })).toEqual([us, eu, mistral, local]);
});

test('of the accounts of a model the pinned one is first and one that keeps failing is last [MD-04, MD-05]', () => {
  expect(orderedBy({}, { ...nothing, isPinned: ({ account }) => account === 'eu' })[0]).toBe(eu);
  expect(orderedBy({}, { ...nothing, isAiling: ({ account }) => account === 'us' })).toEqual([eu, us, mistral, local]);
});

test('whatever the chain, everybody is asked once, unless the settings leave somebody out [MD-04]', () => {
  const models = fc.array(
    fc.tuple(fc.constantFrom('openai/large', 'mistral/large', 'local/small'), fc.constantFrom('eu', 'us')),
    {
      maxLength: 8,
    },
  );
  const chains = fc.constantFrom('ordered', 'priority', 'regional' as const);
  fc.assert(
    fc.property(models, chains, fc.constantFrom('', 'eu', 'us'), (names, chain, region) => {
      const given = names.map(([model, account]) => way(`${model}@${account}`).candidate);
      const settings = { ...usualFailover, chain, region, ways } as FailoverSettings;
      const ordered = orderCandidates(given, settings, nothing);
      expect(ordered).toHaveLength(given.length);
      expect(new Set(ordered)).toEqual(new Set(given));
    }),
  );
});
