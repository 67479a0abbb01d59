import { expect, test } from 'vitest';
import { looksOfSecrets } from './secret-looks.ts';

test.each([
  ['https://me:pw@example.org/a', ['me:pw']],
  ['postgres://me:p?w#1@localhost/data', ['me:p?w#1']],
  ['http://example.org?at:me@example.org', []],
  ['http://example.org#a:b@c', []],
  ['http://localhost:8080?to=me@example.org', []],
  ['https://me@example.org/', []],
])('passwords are found in addresses, and not in what is asked of one: %s', (text, found) => {
  expect(text.match(looksOfSecrets) ?? []).toEqual(found);
});
