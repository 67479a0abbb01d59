import { expect, test } from 'vitest';
import { catalogueOf } from '../fixtures/bundled-catalogue.ts';
import { planSentence } from '../fixtures/plan-sentence.ts';
import { manifestOf } from '../fixtures/small-catalogue.ts';

const nothing = { type: 'object', properties: {}, additionalProperties: false };
const homing = (id: string) =>
  manifestOf(id, id, { go: { input: nothing, output: nothing, phrases: ['go home now'] } });

test('of two workers that mean the same sentence, the one that stands first in the catalogue is taken', async () => {
  const taken = async (...ids: string[]): Promise<string | undefined> => {
    const { plan } = await planSentence('go home now', { catalogue: catalogueOf(ids.map(homing)) });
    return plan?.tasks[0]?.action;
  };
  expect(await taken('zebra', 'ant')).toBe('zebra.go');
  expect(await taken('ant', 'zebra')).toBe('ant.go');
});
