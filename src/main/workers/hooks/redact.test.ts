import { expect, test } from 'vitest';
import type { Json } from '../../../contract/json.ts';
import { redact } from './redact.ts';

test.each<[what: string, value: Json, shown: Json]>([
  ['a field named for a secret', { password: 'a', user: 'me' }, { password: '[redacted]', user: 'me' }],
  ['a field in a field', { headers: [{ Authorization: 'x' }] }, { headers: [{ Authorization: '[redacted]' }] }],
  ['an object under such a name', { credentials: { a: 1 } }, { credentials: '[redacted]' }],
  ['a bearer token', 'curl -H "x: Bearer abc.def"', 'curl -H "x: [redacted]'],
  ['a key by its look', { text: 'use sk-abcdefghijklmnop1234' }, { text: 'use [redacted]' }],
  ['a password in an address', 'https://me:pw@example.org/a', 'https://[redacted]@example.org/a'],
  ['a private key', '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\nrest', '[redacted]\nrest'],
  [
    'nothing secret',
    { path: '/a/b', count: 3, on: true, none: null },
    { path: '/a/b', count: 3, on: true, none: null },
  ],
])('%s is shown to no hook', (_, value, shown) => {
  const before = structuredClone(value);
  expect(redact(value)).toEqual(shown);
  expect(value).toEqual(before);
});
