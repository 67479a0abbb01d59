import { expect, test } from 'vitest';
import { recordOf } from './model-records.ts';

const priceOf = (name: string, records = {}) => recordOf({ records, providers: [] }, name).price;

test.each([
  ['openai/gpt-5', 1.25, 10],
  ['openai/gpt-5-chat-latest', 1.25, 10],
  ['openai/gpt-5-pro', 15, 120],
  ['openai/gpt-5.2', 1.75, 14],
  ['openai/gpt-4o-2024-08-06', 2.5, 10],
  ['anthropic/claude-opus-4-5-20251101', 5, 25],
  ['anthropic/claude-opus-4-1-20250805', 15, 75],
  ['openrouter/anthropic/claude-sonnet-4.5', 3, 15],
  ['anthropic/claude-3-5-haiku-latest', 0.8, 4],
])('%s costs what it costs', (name, input, output) => {
  expect(priceOf(name)).toEqual({ input, output });
});

test.each([
  'openai/gpt-5.9',
  'openai/gpt-5-ultra',
  'openai/gpt-4o-2024-05-13',
  'anthropic/claude-opus-9',
  'openrouter/openai/gpt-5:free',
])('of %s the price is not known, rather than that of a fellow', (name) => {
  expect(priceOf(name)).toBeUndefined();
  expect(recordOf({ records: {}, providers: [] }, name).vision).toBe(true);
});

test('a person’s own record goes before', () => {
  const price = { input: 7, output: 9 };
  expect(priceOf('openai/gpt-5', { 'openai/gpt-5': { price } })).toEqual(price);
});
