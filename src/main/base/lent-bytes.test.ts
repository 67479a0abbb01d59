import { expect, test } from 'vitest';
import { giveBack, lendBytes, lentBytes } from './lent-bytes.ts';

test('what is given back is lent again, and nothing is lent twice at a time', () => {
  const one = lendBytes();
  const other = lendBytes();
  expect(one.byteLength).toBe(lentBytes);
  expect(other.buffer).not.toBe(one.buffer);
  giveBack(one.subarray(5, 10));
  giveBack(one); // a second time it is not out any more
  const again = lendBytes();
  expect(again.buffer).toBe(one.buffer);
  expect(again.byteLength).toBe(lentBytes);
  expect(lendBytes().buffer).not.toBe(one.buffer);
});

test('what was never lent is not taken', () => {
  const foreign = new Uint8Array(lentBytes);
  giveBack(foreign);
  for (let count = 0; count < 20; count += 1) expect(lendBytes().buffer).not.toBe(foreign.buffer);
});
