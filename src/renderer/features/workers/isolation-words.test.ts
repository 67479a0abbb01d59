import { expect, test } from 'vitest';
import type { Manifest } from '../../../contract/manifest.ts';
import { isolationWords } from './isolation-words.ts';

const manifest = { tier: 'node' } as Manifest;

test('what surrounds a worker is said in plain words, the technical ones stand apart', () => {
  const { plain, technical } = isolationWords({ manifest, isolation: 'own process, permission model' });
  expect(plain).toBe(
    'Runs in a process of its own and cannot open files, the network or programs except through Heron.',
  );
  expect(technical).toBe('Tier node: own process, permission model');
});

test('a wall of the system is told only where there is one', () => {
  const walled = isolationWords({ manifest, isolation: 'own process, permission model, bubblewrap' });
  expect(walled.plain).toContain('The system walls that process off as well.');
  expect(walled.short).toBe('Own process, walled off');
  expect(isolationWords({ manifest, isolation: 'own process, permission model' }).short).toBe('Own process');
});

test('a container is named, also one that cannot be had', () => {
  const held = isolationWords({ manifest, isolation: 'own process, permission model, container (podman with runc)' });
  expect(held.short).toBe('Own process, container');
  expect(held.plain).toContain('That process is alone in a container.');
  const isolation = 'container: it does not start, this machine has neither podman nor docker';
  const refused = isolationWords({ manifest, isolation });
  expect(refused.short).toBe('Container, not available');
  expect(refused.plain).toBe('Does not start: it is to run in a container.');
  expect(refused.technical).toBe(`Tier node: ${isolation}`);
});

test('what the engine does itself is said to be in no process of its own', () => {
  const { short, plain } = isolationWords({ manifest, isolation: 'none needed: the engine does it itself' });
  expect(short).toBe('Part of Heron');
  expect(plain).not.toContain('process of its own');
});

test('a worker that is not loaded is said to run nothing', () => {
  const words = isolationWords({ isolation: 'none: it is not loaded' });
  expect(words.plain).toBe('Not loaded, so none of its code runs.');
  expect(words.technical).toBe('none: it is not loaded');
});
