import { expect, test } from 'vitest';
import { Manifest } from '../../contract/manifest.ts';
import { callManifest } from '../features/calls/manifest.ts';
import { cameraManifest, screenManifest } from '../features/eyes/manifests.ts';
import { memoryManifest } from '../features/memory/manifest.ts';
import { reminderManifest } from '../features/reminders/manifest.ts';
import { limitsManifest } from '../features/spending/manifest.ts';

const own = [memoryManifest, limitsManifest, callManifest(), reminderManifest(), screenManifest(), cameraManifest()];

test.each(own.map((manifest) => [manifest.id, manifest] as const))(
  'the manifest of %s, which no start checks, is what its schema makes of it',
  (_id, manifest) => {
    expect(Manifest.parse(manifest)).toEqual(manifest);
  },
);
