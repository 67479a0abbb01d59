import { expect, test } from 'vitest';
import { addressPresets, addressProblem } from './model-address.ts';

test.each(addressPresets())('the address of $name is one', ({ url }) => {
  expect(addressProblem(url)).toBeUndefined();
});

test.each(['', '  ', '127.0.0.1:1234', 'ftp://127.0.0.1', 'http://'])('"%s" is told apart from an address', (text) => {
  expect(addressProblem(text)).toBeDefined();
});
