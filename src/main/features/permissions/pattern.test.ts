import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TargetMatch } from '../../../contract/permissions.ts';
import { argumentsCover, fixedPrefix, targetCovers, targetIssue } from './pattern.ts';

const path = (target: string, match: TargetMatch, wanted: string): boolean =>
  targetCovers({ capability: 'files.read', target, match }, wanted);
const host = (target: string, match: TargetMatch, wanted: string): boolean =>
  targetCovers({ capability: 'net', target, match }, wanted);

test.each<[TargetMatch, string, string, boolean]>([
  ['exact', '/docs/a.txt', '/docs/a.txt', true],
  ['exact', '/docs', '/docs/a.txt', false],
  ['exact', '/docs/a.txt', '/docs/a.txt/', false],
  ['below', '/docs', '/docs', true],
  ['below', '/docs', '/docs/inner/b.txt', true],
  ['below', '/docs', '/docs-private/b.txt', false],
  ['below', '/docs', '/docs/../etc/passwd', false],
  ['below', '/docs', '/docs/./a', false],
  ['below', '/docs', '/docs//a', false],
  ['below', '/docs', '/docs/', false],
  ['below', '/docs', 'docs/a', false],
  ['below', '/docs', '/DOCS/a', false],
  ['below', '/', '/anything/at/all', true],
  ['below', '/', '/', true],
  ['below', '/docs', '/docs/a\0/b', false],
  // The same é, once as one character and once as two.
  ['below', '/caf\u00e9', '/cafe\u0301/a', false],
  ['exact', '/docs/*', '/docs/*', true],
  ['exact', '/docs/*', '/docs/a', false],
  ['pattern', '/docs/*.txt', '/docs/a.txt', true],
  ['pattern', '/docs/*.txt', '/docs/a.TXT', false],
  ['pattern', '/docs/*.txt', '/docs/inner/a.txt', false],
  ['pattern', '/docs/*.txt', '/docs/.txt', false],
  ['pattern', '/docs/*.txt', '/docs/a.txt/b', false],
  ['pattern', '/docs/*.txt', '/docs/a.txt\n/etc/passwd', false],
  ['pattern', '/docs/*', '/docs/..', false],
  ['pattern', '/docs/*', '/docs/', false],
  ['pattern', '/docs/*', '/docs', false],
  ['pattern', '/docs/*/*', '/docs/../etc', false],
  ['pattern', '/docs/?.txt', '/docs/ä.txt', true],
  ['pattern', '/docs/?.txt', '/docs/😀.txt', true],
  ['pattern', '/docs/?.txt', '/docs/ab.txt', false],
  ['pattern', '/docs/a?b', '/docs/a/b', false],
  ['pattern', '/docs/**', '/docs/a', true],
  ['pattern', '/docs/**', '/docs/a/b/c', true],
  ['pattern', '/docs/**', '/docs', false],
  ['pattern', '/docs/**', '/docs/../etc', false],
  ['pattern', '/docs/**', '/docs/.git/config', false],
  ['pattern', '/docs/**/*.txt', '/docs/a.txt', true],
  ['pattern', '/docs/**/*.txt', '/docs/x/y/a.txt', true],
  ['pattern', '/docs/**/*.txt', '/docs/x/.ssh/a.txt', false],
  ['pattern', '/docs/**/.env', '/docs/x/.env', true],
  ['pattern', '/docs/.*', '/docs/.env', true],
  ['pattern', '/docs/**/x/**', '/docs/x', false],
  ['pattern', '/docs/**/x/**', '/docs/a/x/b', true],
  ['pattern', '/docs/a.b', '/docs/axb', false],
  ['pattern', '/docs/[ab]', '/docs/a', false],
  ['pattern', '/docs/[ab]', '/docs/[ab]', true],
  ['pattern', '/docs/{a,b}', '/docs/a', false],
  ['pattern', '/docs/a**', '/docs/ab', false],
  ['pattern', '/**', '/etc/passwd', false],
  ['pattern', '/docs/../*', '/docs/../x', false],
  ['pattern', '/docs/*a*a*a*a*a*a*a*a*b', `/docs/${'a'.repeat(5000)}`, false],
])('%s %j over %j: %s', (match, target, wanted, covered) => {
  expect(path(target, match, wanted)).toBe(covered);
});

test.each<[TargetMatch, string, string, boolean]>([
  ['exact', 'example.com', 'example.com', true],
  ['exact', 'example.com', 'api.example.com', false],
  ['pattern', '*.example.com', 'api.example.com', true],
  ['pattern', '*.example.com', 'a.b.example.com', true],
  ['pattern', '*.example.com', 'example.com', false],
  ['pattern', '*.example.com', 'evilexample.com', false],
  ['pattern', '*.example.com', 'example.com.evil.org', false],
  ['pattern', '*.example.com', 'api.EXAMPLE.com', false],
  ['pattern', '*.com', 'example.com', false],
  ['pattern', '*.co.uk', 'bank.co.uk', false],
  ['pattern', '*.bank.co.uk', 'www.bank.co.uk', true],
  ['pattern', '*', 'example.com', false],
  ['pattern', '*.0.0.1', '127.0.0.1', false],
  ['pattern', '*.*.com', 'a.b.com', false],
])('the host %s %s over %s: %s', (match, target, wanted, covered) => {
  expect(host(target, match, wanted)).toBe(covered);
});

test.each([
  [{ first: ['status'], others: 'none' }, ['status'], true],
  [{ first: ['status'], others: 'none' }, ['status', '--short'], false],
  [{ first: ['status'], others: 'any' }, ['status', '--short'], true],
  [{ first: ['status'], others: 'any' }, ['push'], false],
  [{ first: ['status'], others: 'any' }, [], false],
  [{ first: ['status'], others: 'any' }, ['-c', 'core.pager=sh', 'status'], false],
  [{ first: [], others: 'none' }, [], true],
  [{ first: [], others: 'none' }, ['x'], false],
  [{ first: ['a b'], others: 'none' }, ['a', 'b'], false],
  [{ first: ['status'], others: 'any' }, undefined, false],
  [undefined, undefined, true],
  [undefined, ['anything'], true],
] as const)('arguments %j over %j: %s', (pattern, args, covered) => {
  expect(argumentsCover(pattern && { ...pattern, first: [...pattern.first] }, args)).toBe(covered);
});

test.each([
  ['net', 'below', 'example.com', 'only a path'],
  ['shell', 'pattern', '/usr/bin/*', 'can have no pattern'],
  ['net', 'pattern', 'example.com', '* in front of a domain'],
  ['net', 'pattern', '*.com', 'at least two names'],
  ['net', 'pattern', '*.com.au', 'belongs to somebody'],
  ['files.read', 'pattern', '/*/a', 'a folder before'],
  ['files.read', 'pattern', '/', 'a folder before'],
  ['files.read', 'pattern', 'docs/*', 'absolute path'],
  ['files.read', 'pattern', '/docs/*/../x', 'absolute path'],
  ['files.read', 'pattern', '/docs/a**', 'whole name'],
] as const)('%s %s %s is refused', (capability, match, target, why) => {
  expect(targetIssue(capability, match, target)).toContain(why);
});

test('a pattern never covers a path outside of its fixed prefix', () => {
  const name = fc.oneof(
    fc.constantFrom('a', 'b', '..', '.', '', '*', '**', '?', '.x', 'a*', '**a', 'é', 'e\u0301', '*\0'),
    fc.string({ maxLength: 4, unit: 'grapheme' }),
  );
  const anyPath = fc.array(name, { minLength: 1, maxLength: 6 }).map((names) => `/${names.join('/')}`);
  // Of arbitrary pairs few match; half of the paths are made by filling a pattern's wildcards.
  const filled = anyPath.map((pattern) => ({
    pattern,
    wanted: pattern.replaceAll('**', 'x/y').replaceAll('*', 'z').replaceAll('?', 'q'),
  }));
  const pairs = fc.oneof(fc.record({ pattern: anyPath, wanted: anyPath }), filled);
  fc.assert(
    fc.property(pairs, ({ pattern, wanted }) => {
      if (!path(pattern, 'pattern', wanted)) return;
      const prefix = fixedPrefix(pattern);
      expect(wanted === prefix || wanted.startsWith(`${prefix === '/' ? '' : prefix}/`)).toBe(true);
      expect(prefix).not.toBe('/');
      expect(wanted.split('/')).not.toContain('..');
    }),
    { numRuns: 2000 },
  );
});
