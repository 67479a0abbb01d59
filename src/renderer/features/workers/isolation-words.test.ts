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

test('a worker that is not loaded is said to run nothing', () => {
  const words = isolationWords({ isolation: 'none: it is not loaded' });
  expect(words.plain).toBe('Not loaded, so none of its code runs.');
  expect(words.technical).toBe('none: it is not loaded');
});
