import { expect, test } from 'vitest';
import { isSecretFor } from './secret-hosts.ts';

test.each([
  ['https://api.example.com/x', ['api.example.com'], true],
  ['https://API.example.com./x', ['api.example.com'], true],
  ['https://api.example.com:443/', ['api.example.com:443'], true],
  ['https://api.example.com:8443/', ['api.example.com'], false],
  ['https://api.example.com:8443/', ['api.example.com:8443'], true],
  ['http://api.example.com/', ['api.example.com'], false],
  ['http://api.example.com/', ['api.example.com:80'], false],
  ['https://evil.api.example.com/', ['api.example.com'], false],
  ['https://example.com/', ['api.example.com'], false],
  ['https://api.example.com.evil.example/', ['api.example.com'], false],
  ['http://127.0.0.1:4000/', ['127.0.0.1'], true],
  ['http://127.0.0.1:4000/', ['127.0.0.1:4001'], false],
  ['http://localhost/', ['localhost:80'], true],
  ['http://127.0.0.1.example/', ['127.0.0.1.example'], false],
  ['ftp://localhost/', ['localhost'], false],
])('%s for %j: %s', (url, hosts, expected) => {
  expect(isSecretFor(hosts, new URL(url))).toBe(expected);
});
