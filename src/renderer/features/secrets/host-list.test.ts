import { expect, test } from 'vitest';
import { hostProblem, nameProblem, parseHosts } from './host-list.ts';

test('hosts are read with whatever stands between them', () => {
  expect(parseHosts(' API.example.com, b.example:8443\nhttps://c.example/ b.example:8443')).toEqual([
    'api.example.com',
    'b.example:8443',
    'c.example',
  ]);
  expect(parseHosts('  ')).toEqual([]);
});

test('what is no host or no name is said', () => {
  expect(hostProblem('a.example, *.example')).toContain('“*.example”');
  expect(hostProblem('a.example, http://b.example/x')).toContain('http://b.example/x');
  expect(hostProblem('')).toBeUndefined();
  expect(nameProblem('github-token')).toBeUndefined();
  for (const name of ['', 'Token', '1token', 'a b', 'a_b', 'a'.repeat(65)]) expect(nameProblem(name)).toBeDefined();
});
