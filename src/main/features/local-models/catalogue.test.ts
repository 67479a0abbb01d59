import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readCatalogue } from './catalogue.ts';

test('the list that ships is whole, and one that is not says where', () => {
  const shipped = readCatalogue(join(import.meta.dirname, '../../../../resources/models.json'));
  expect(shipped.length).toBeGreaterThan(3);
  const files = shipped.flatMap((one) => one.files);
  for (const { address, sha256: hash } of files) {
    expect(address).toMatch(/^https:\/\/[^/]+\/.*\/[0-9a-f]{40}\//);
    expect(hash).toBeDefined();
  }
  const folder = mkdtempSync(join(tmpdir(), 'heron-models-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const broken = join(folder, 'models.json');
  writeFileSync(broken, JSON.stringify([{ ...shipped[0], kind: 'song' }]));
  expect(() => readCatalogue(broken)).toThrow(/models\.json: 0\.kind: /);
});
