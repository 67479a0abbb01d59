import { expect, test } from 'vitest';
import { allowedExternal } from './external-links.ts';

test.each([
  ['https://example.org/a?b=c#d', 'https://example.org/a?b=c#d'],
  ['HTTPS://EXAMPLE.org', 'https://example.org/'],
  ['mailto:ada@example.org?subject=Hello', 'mailto:ada@example.org?subject=Hello'],
])('%s is opened by the system', (address, opened) => {
  expect(allowedExternal(address)).toBe(opened);
});

test.each([
  'http://example.org',
  'file:///etc/passwd',
  'FILE:///C:/Windows/System32/calc.exe',
  '\\\\server\\share\\program.exe',
  'javascript:alert(1)',
  'data:text/html,<script>',
  'smb://server/share',
  'ms-msdt:/id PCWDiagnostic',
  'search-ms:query=x',
  'vscode://file/etc/passwd',
  'heron://app/',
  'https://bank.example@evil.example/',
  'https://user:password@example.org/',
  'https://',
  '//example.org',
  'example.org',
  '',
  `https://example.org/${'a'.repeat(3000)}`,
])('%s is not', (address) => {
  expect(allowedExternal(address)).toBeUndefined();
});
