import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'electron-vite';
import { buildStamp } from './build-freshness.js';
import { bundleHands } from './hand-models.ts';
import { takeLicences, writeLicences } from './licences.ts';
import {
  bundleDriver,
  bundleInference,
  bundleKit,
  bundleQueries,
  bundleReader,
  bundleSpeech,
  bundleStart,
  bundleWorkers,
} from './worker-bundles.ts';

const root = dirname(import.meta.dirname);

/** Builds both programs, the page and the workers into `out/`. */
export async function buildApp(): Promise<void> {
  const startedAt = new Date();
  process.chdir(root);
  await build({ root, logLevel: 'warn' });
  for (const part of ['main', 'renderer']) await takeLicences(join(root, 'out', part));
  await bundleStart(root);
  await bundleKit(root);
  await bundleInference(root);
  await bundleSpeech(root);
  await bundleQueries(root);
  await bundleDriver(root);
  await bundleReader(root);
  await bundleHands(root);
  await bundleWorkers(root);
  await writeLicences(root);
  await mkdir(join(root, 'out'), { recursive: true });
  await writeFile(join(root, buildStamp), `${startedAt.toISOString()}\n`);
  // A file saved while the build ran makes it stale.
  await utimes(join(root, buildStamp), startedAt, startedAt);
}

if (import.meta.main) await buildApp();
