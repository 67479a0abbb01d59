import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkedFile, hashOfText, readChecked } from './checked-manifests.ts';
import { readManifest } from './read-manifest.ts';

const source = readFileSync(join(import.meta.dirname, '../../../../workers/text/manifest.json'), 'utf8');

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'heron-checked-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(text: string, name = 'text'): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'manifest.json'), text);
  return folder;
}

test('what the build has checked is what reading it gives', async () => {
  const folder = put(source);
  const manifest = await readManifest(folder, '0.1.0');
  writeFileSync(
    join(root, checkedFile),
    JSON.stringify({ version: '0.1.0', byText: { [hashOfText(source)]: manifest } }),
  );
  const checked = await readChecked(root, '0.1.0');
  expect(await readManifest(folder, '0.1.0', checked)).toEqual(manifest);
  expect(await readManifest(folder, '0.1.0', checked)).toBe(checked[hashOfText(source)]);
});

test('a manifest that was changed after the build is checked, and told what is wrong with it', async () => {
  const byText = { [hashOfText(source)]: await readManifest(put(source), '0.1.0') };
  const changed = put(source.replace('"tier": "isolate"', '"tier": "moon"'));
  await expect(readManifest(changed, '0.1.0', byText)).rejects.toThrow(/manifest\.json: tier: /);
  await expect(readManifest(put('{', 'text'), '0.1.0', byText)).rejects.toThrow('is not JSON');
});

test('a checked manifest in a folder of another name is no worker', async () => {
  const byText = { [hashOfText(source)]: await readManifest(put(source), '0.1.0') };
  await expect(readManifest(put(source, 'other'), '0.1.0', byText)).rejects.toThrow('id: must be other');
});

test('without the file, and with one for another Heron, everything is checked', async () => {
  expect(await readChecked(root, '0.1.0')).toEqual({});
  writeFileSync(join(root, checkedFile), JSON.stringify({ version: '0.2.0', byText: { a: {} } }));
  expect(await readChecked(root, '0.1.0')).toEqual({});
});
