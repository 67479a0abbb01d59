import { expect, it } from 'vitest';
import { Manifest } from '../../../contract/manifest.ts';
import { memoryManifest } from './manifest.ts';

it('is what its schema makes of it', () => {
  expect(Manifest.parse(memoryManifest)).toEqual(memoryManifest);
});
