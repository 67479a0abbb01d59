import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../../contract/manifest.ts';
import { readCandidate } from '../../workers/registry/candidate.ts';
import { readManifest } from '../../workers/registry/read-manifest.ts';
import type { SchemaIssue } from '../../workers/registry/schema-issue.ts';
import { findApp } from '../app-folder.ts';
import { recordingTerminal } from '../recording-terminal.ts';
import { validateWorker } from './validate-worker.ts';

/** The Heron that the fixtures speak of. */
const hostVersion = '0.1.0';
const app = { ...findApp(import.meta.dirname), version: hostVersion };
const fixtures = join(app.folder, 'src/contract/fixtures/manifests');
const published = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync(join(app.folder, 'resources/manifest.schema.json'), 'utf8')) as object,
);

const work = realpathSync(mkdtempSync(join(tmpdir(), 'heron-manifests-')));
afterAll(() => rmSync(work, { recursive: true, force: true }));

type Fixture = { manifest: Manifest; issues: string[]; refusedBySchema?: boolean };

function readFixture(kind: string, name: string): Fixture {
  const content = JSON.parse(readFileSync(join(fixtures, kind, name), 'utf8')) as Fixture | Manifest;
  return 'manifest' in content ? content : { manifest: content, issues: [] };
}

function namesOf(kind: string): string[] {
  const names = readdirSync(join(fixtures, kind));
  expect(names).not.toEqual([]);
  return names;
}

/** A folder with the manifest, and code that has whatever it promises. */
function folderOf(place: string, id: string, { manifest }: Fixture): string {
  const folder = join(work, place, id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  const actions = Object.keys(manifest.actions ?? {}).map((name) => `${JSON.stringify(name)}: () => ({})`);
  const hooks = (manifest.hooks ?? []).map((event) => `${JSON.stringify(event)}: () => undefined`);
  const code = `export default { actions: { ${actions.join(', ')} }, hooks: { ${hooks.join(', ')} } };`;
  for (const entry of ['index.ts', 'main.js']) writeFileSync(join(folder, entry), code);
  return folder;
}

async function validate(folder: string): Promise<{ code: number; lines: string[] }> {
  const terminal = recordingTerminal({ cwd: work });
  const openEngine = () => Promise.reject(new Error('No engine is needed'));
  const context = { terminal, app, findDataFolder: () => work, end: () => undefined, openEngine };
  return { code: await validateWorker(context, folder), lines: terminal.outLines };
}

describe.each(['valid', 'older'])('a manifest that is %s', (kind) => {
  test.each(namesOf(kind))('%s loads [RT-01, RT-02, RT-03, RT-05]', async (name) => {
    const fixture = readFixture(kind, name);
    const { id } = fixture.manifest;
    expect(published(fixture.manifest)).toBe(true);
    const folder = folderOf(`${kind}/${name}`, id, fixture);
    expect(await readManifest(folder, hostVersion)).toMatchObject({ id });
    if (kind === 'older') return;
    expect(await validate(folder)).toEqual({ code: 0, lines: [expect.stringMatching(`^${id} .* is a valid worker`)] });
  });
});

test.each(namesOf('older'))(
  '%s, which is older, still loads as an installed worker where its schemas may [RT-03, RT-05]',
  async (name) => {
    const fixture = readFixture('older', name);
    const folder = folderOf(`installed/${name}`, fixture.manifest.id, fixture);
    const { error, content } = await readCandidate({ folder, origin: 'installed', hostVersion });
    const issues = (error?.details?.['issues'] ?? []) as SchemaIssue[];
    // These came with Heron, whose own schemas may have patterns.
    const hasPatterns = name === 'checksum.json' || name === 'web-fetch.json';
    expect(content !== undefined).toBe(!hasPatterns);
    const ofPatterns = issues.filter(
      ({ path, message }) => path.endsWith('pattern') && message.endsWith('in an installed worker'),
    );
    expect(ofPatterns.length).toBe(issues.length);
    expect(await validate(folder)).toMatchObject({ code: hasPatterns ? 1 : 0 });
  },
);

test('a manifest of the first shape has the fields that came later, at what they mean when they are absent [RT-03]', async () => {
  const manifest = await readManifest(folderOf('first', 'clock', readFixture('older', 'clock.json')), hostVersion);
  expect(manifest).toMatchObject({ secrets: [], hooks: [], triggers: {}, tips: [] });
  expect(manifest.limits).toMatchObject({ openFiles: 64, messagesPerSecond: 10_000 });
  expect(manifest.actions['now']).toMatchObject({ streaming: false });
});

test.each(namesOf('invalid'))(
  'the invalid manifest %s is refused, field by field [RT-01, RT-02, RT-05]',
  async (name) => {
    const fixture = readFixture('invalid', name);
    expect(published(fixture.manifest)).toBe(!fixture.refusedBySchema);
    const folder = folderOf(`invalid/${name}`, 'bird', fixture);
    const { error, content } = await readCandidate({ folder, origin: 'installed', hostVersion });
    expect(content).toBeUndefined();
    const issues = error?.details?.['issues'] as SchemaIssue[] | undefined;
    expect(issues?.map(lineOf)).toEqual(fixture.issues);
    expect(await validate(folder)).toEqual({ code: 1, lines: fixture.issues });
  },
);

test.each(namesOf('incompatible'))(
  'the manifest %s is for another Heron, and refused for that reason alone [RT-03, RT-05]',
  async (name) => {
    const fixture = readFixture('incompatible', name);
    const folder = folderOf(`incompatible/${name}`, 'bird', fixture);
    await expect(readManifest(folder, hostVersion)).rejects.toMatchObject({
      code: 'invalid-manifest',
      message: `${join(folder, 'manifest.json')}: ${fixture.issues.join('; ')}`,
    });
    expect(await validate(folder)).toEqual({ code: 1, lines: fixture.issues });
  },
);

function lineOf({ path, message }: SchemaIssue): string {
  return `${path === '' ? 'manifest.json' : path}: ${message}`;
}
