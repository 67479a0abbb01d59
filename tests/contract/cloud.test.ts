import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { JsonObject } from '../../src/contract/json.ts';
import type { Plan } from '../../src/contract/plan.ts';
import type { Run } from '../../src/contract/runs.ts';
import { type S3Server, startS3Server } from '../../workers/cloud/fixtures/s3-server.ts';
import { openServedEngine, type ServedTestEngine } from './served-engine.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };
let s3: S3Server;
let served: ServedTestEngine;
let folder: string;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-cloud-run-')));
  s3 = await startS3Server(keys);
  served = await openServedEngine();
  const { client } = served.engine();
  // The person's own storage and folder: what lies there is trusted, and may be answered.
  const own = { trustedSource: true, sensitive: false, trustedSink: true };
  const trust = { 'host:127.0.0.1': own, [`folder:${folder}`]: own };
  const { policy } = await client.settings.get({});
  await client.settings.update({ policy: { ...policy, trust } });
  const value = `${keys.accessKeyId}:${keys.secretAccessKey}`;
  await client.secrets.set({ name: 'cloud-aws', value, hosts: ['127.0.0.1'] });
});

afterAll(async () => {
  await served.close();
  await s3.end();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...steps: [id: string, action: string, input: JsonObject][]): Promise<Run> {
  const tasks = steps.map(([id, action, input], index) => {
    const before = steps[index - 1]?.[0];
    return { id, action, input, ...(before ? { after: [before] } : {}) };
  });
  const plan: Plan = { version: 1, title: 'Storage', tasks };
  const { runId } = await served.engine().client.runs.start({ plan, allow: 'plan', unattended: true });
  return served.ended(runId);
}

const fieldOf = (done: Run, id: string, field: string): unknown =>
  (done.tasks[id]?.output as Record<string, unknown> | undefined)?.[field];

test('the worker’s requests are signed by the broker, and the key is nowhere in what is kept [W-12]', async () => {
  const bytes = Buffer.alloc(16 * 1024 * 1024, 'heron');
  const [path, down] = [join(folder, 'large (ä).bin'), join(folder, 'down.bin')];
  writeFileSync(path, bytes);
  const at = { endpoint: s3.origin, region: 'eu-central-1' };
  const place = 's3://photos/2026/large (ä)+.bin';
  const done = await run(
    ['put', 'cloud.put', { path, place, ...at }],
    ['list', 'cloud.list', { place: 's3://photos/2026/', ...at }],
    ['get', 'cloud.get', { place, path: down, ...at }],
    ['link', 'cloud.link', { place, ...at }],
    ['remove', 'cloud.remove', { place, ...at }],
  );
  expect({ status: done.status, error: done.error }).toEqual({ status: 'completed', error: undefined });
  expect(done.tasks['put']?.output).toEqual({ place, bytes: bytes.byteLength, parts: 2 });
  expect(done.tasks['list']?.output).toMatchObject({ objects: [{ key: '2026/large (ä)+.bin' }], more: false });
  expect(readFileSync(down).equals(bytes)).toBe(true);
  const url = String(fieldOf(done, 'link', 'url'));
  expect(url).toContain('X-Amz-Signature=');
  expect(s3.objects.size).toBe(0);
  expect(JSON.stringify(done)).not.toContain(keys.secretAccessKey);
  s3.objects.set('photos/2026/large (ä)+.bin', { bytes: Buffer.from('seen'), type: 'text/plain' });
  expect(await (await fetch(url)).text()).toBe('seen');
});

test('a storage the keys are not kept for is sent nothing', async () => {
  s3.seen.length = 0;
  const endpoint = s3.origin.replace('127.0.0.1', 'localhost');
  const failed = await run(['list', 'cloud.buckets', { endpoint }]);
  expect(failed.error ?? failed.tasks['list']?.error).toMatchObject({
    ...{ code: 'permission-denied', message: expect.stringMatching(/cloud-aws.*not for http:\/\/localhost/) },
  });
  expect(s3.seen).toEqual([]);
});

test('a list of several pages is read without another question, though nobody vouches for the storage', async () => {
  const { client } = served.engine();
  const { policy } = await client.settings.get({});
  await client.settings.update({ policy: { ...policy, trust: {} } });
  for (let index = 0; index < 8; index += 1) {
    s3.objects.set(`backup/${index}`, { bytes: Buffer.from('x'), type: 'text/plain' });
  }
  const done = await run(['list', 'cloud.list', { place: 's3://backup', endpoint: s3.origin }]);
  expect({ status: done.status, error: done.error }).toEqual({ status: 'completed', error: undefined });
  expect(fieldOf(done, 'list', 'objects')).toHaveLength(8);
});
