import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobReader, configure, type FileEntry, TextWriter, ZipReader } from '@zip.js/zip.js';
import { afterAll, expect, test } from 'vitest';
import { createRedactor } from '../features/bundles/redact.ts';
import { crashAsReported, makeReport } from '../features/health/make-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'heron-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

const canary = {
  vault: 'vault-canary-5e1f7c',
  environment: 'environment-canary-77a1',
  model: 'sk-canary0123456789abcdefXYZ',
  field: 'correct horse canary battery',
  crash: 'ghp_canary0123456789abcdefghij',
  endpoint: 'eve:canaryInAnAddress',
};

async function filesIn(pieces: Uint8Array[]): Promise<Map<string, string>> {
  configure({ useWebWorkers: false });
  const reader = new ZipReader(new BlobReader(new Blob(pieces as BlobPart[])));
  const files = new Map<string, string>();
  for (const entry of await reader.getEntries()) {
    files.set(entry.filename, await (entry as FileEntry).getData(new TextWriter()));
  }
  return files;
}

test('a report has the logs, versions and settings, and neither secrets nor names in any of them [UI-02]', async () => {
  const log = join(folder, 'heron.log');
  const crashFolder = join(folder, 'crashes');
  mkdirSync(crashFolder);
  const line = (message: string, details = {}) =>
    `${JSON.stringify({ at: 1, level: 'info', source: 'engine', message, details })}\n`;
  writeFileSync(`${log}.1`, line(`Older, with ${canary.vault} of ada`));
  appendFileSync(log, line(`The key ${canary.model} was used in /home/ada/work on lovelace`));
  appendFileSync(log, line('Said', { password: canary.field, text: `again ${canary.field}` }));
  appendFileSync(log, `no JSON, ${canary.environment}\n`);
  writeFileSync(
    join(crashFolder, '1.json'),
    JSON.stringify({ stack: `Error: ${canary.crash}, ${canary.field} at /home/ada/x` }),
  );
  const pieces: Uint8Array[] = [];
  const parts = {
    logFiles: () => [log, `${log}.1`],
    crashFolder,
    redactor: () =>
      createRedactor({
        scrub: (text) => text.replaceAll(canary.vault, '[secret token]'),
        environment: { DEPLOY_TOKEN: canary.environment },
        ...{ homeFolder: '/home/ada', userName: 'ada', hostName: 'lovelace' },
      }),
    facts: async () => ({
      health: { version: '1.2.3', dataFolder: '/home/ada/.heron' },
      settings: { otlpEndpoint: `https://${canary.endpoint}@example.com` },
    }),
  };
  for await (const piece of makeReport(parts)) pieces.push(piece);
  const files = await filesIn(pieces);
  expect([...files.keys()].toSorted()).toEqual([
    'crashes/1.json',
    'health.json',
    'logs/heron.log',
    'logs/heron.log.1',
    'settings.json',
  ]);
  const all = [...files.values()].join('\n');
  expect(Object.entries(canary).filter(([, value]) => all.includes(value))).toEqual([]);
  expect(all).not.toMatch(/canary|\bada\b|lovelace/);
  // What a person reads before is what is given away, also where only the log tells that something is a secret.
  expect(await crashAsReported(parts, '1')).toBe(files.get('crashes/1.json'));
  expect(files.get('health.json')).toContain('"dataFolder": "~/.heron"');
  expect(files.get('logs/heron.log')).toContain('was used in ~/work on host');
  expect(files.get('logs/heron.log.1')).toContain('Older, with [secret token] of user');
});

test('who stops reading ends a report, and leaves nothing behind', async () => {
  const log = join(folder, 'large.log');
  writeFileSync(log, Array.from({ length: 20_000 }, (_, n) => `{"at":${n},"message":"${Math.random()}"}`).join('\n'));
  const redactor = () => ({ survey: () => undefined, json: <Value>(value: Value) => value });
  const report = makeReport({ logFiles: () => [log], crashFolder: folder, redactor, facts: async () => ({}) });
  for await (const piece of report) {
    expect(piece.byteLength).toBeGreaterThan(0);
    break;
  }
  expect((await report.next()).done).toBe(true);
});
