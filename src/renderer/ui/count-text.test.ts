import { expect, test } from 'vitest';
import { countText } from './count-text.ts';

test('one of a thing is not said as many', () => {
  expect([0, 1, 2].map((count) => countText(count, 'call'))).toEqual(['0 calls', '1 call', '2 calls']);
});
