import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Tier } from '../../../contract/manifest.ts';
import { trialManifest } from '../../workers/trial-workers.ts';
import { findApp } from '../app-folder.ts';
import { recordingTerminal, type RecordingTerminal } from '../recording-terminal.ts';
import { validateWorker } from './validate-worker.ts';

let work: string;
let terminal: RecordingTerminal;

beforeEach(() => {
  work = realpathSync(mkdtempSync(join(tmpdir(), 'heron-validate-')));
  terminal = recordingTerminal({ cwd: work });
});
afterEach(() => rmSync(work, { recursive: true }));

const kept = `import { defineWorker } from 'heron/worker-kit';\n`;

async function validate(tier: Tier, actions: string[], code: string, entry = 'index.ts'): Promise<number> {
  const folder = join(work, 'trial');
  mkdirSync(folder);
  const manifest = trialManifest('trial', { tier, actions: Object.fromEntries(actions.map((name) => [name, ''])) });
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, entry }));
  writeFileSync(join(folder, entry), code);
  const app = findApp(import.meta.dirname);
  const context = { terminal, app, findDataFolder: () => work, end: () => undefined };
  const openEngine = () => Promise.reject(new Error('No engine is needed'));
  return validateWorker({ ...context, openEngine }, 'trial');
}

describe.each<Tier>(['node', 'isolate'])('in the %s tier', (tier) => {
  test('a worker whose code has the actions of its manifest is valid', async () => {
    const code = `${kept}export default defineWorker({ actions: { try: ({ value }: { value: number }) => ({ value }) } });`;
    expect(await validate(tier, ['try'], code)).toBe(0);
    expect(terminal.outLines).toEqual(['trial 1.0.0 is a valid worker (try)']);
  });

  test('code that cannot be parsed is reported by its file', async () => {
    expect(await validate(tier, ['try'], 'export default {{;', 'index.js')).toBe(1);
    expect(terminal.outLines).toEqual([expect.stringMatching(/^index\.js: .*Unexpected token/)]);
  });

  test('each action that the code lacks is named', async () => {
    const code = `${kept}export default defineWorker({ actions: { try: () => ({}) } });`;
    expect(await validate(tier, ['try', 'one', 'two'], code)).toBe(1);
    expect(terminal.outLines).toEqual([
      'actions.one: the code has no such action',
      'actions.two: the code has no such action',
    ]);
  });
});

test('code that ends its process while it is loaded is reported', async () => {
  expect(await validate('node', ['try'], 'process.exit(3);')).toBe(1);
  expect(terminal.outLines).toEqual([expect.stringMatching(/^index\.ts: .*3/)]);
});
