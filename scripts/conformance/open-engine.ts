import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '../../src/main/engine.ts';

/** An engine with a folder of its own, which whoever opens it removes. */
export async function openEngine(role: 'client' | 'server'): Promise<{ engine: Engine; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), `heron-conformance-${role}-`));
  const engine = await createEngine({
    program: 'headless',
    version: '0.1.0',
    dataFolder: folder,
    appFolder: join(import.meta.dirname, '../..'),
    nodeBinary: process.execPath,
    homeFolder: folder,
    environment: { PATH: process.env['PATH'] },
  });
  return { engine, folder };
}
