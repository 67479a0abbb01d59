import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsClient } from 'aws4fetch';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { signer } from './fixtures/signer.ts';
import worker from './index.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const { buckets, list, get, put, copy, remove, link, machines, zones, records } = worker.actions;
const why = spawnSync('moto_server', ['--help']).status === 0 ? undefined : 'moto_server is not on this machine';
const title = `services that others have written${why === undefined ? '' : ` (skipped: ${why})`}`;
const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Moto stands for AWS in the tests of many others, and knows nothing of this worker. */
describe.skipIf(why !== undefined)(title, () => {
  let moto: ChildProcess;
  let origin: string;
  let folder: string;
  const aws = (service: string) => new AwsClient({ ...keys, service, region: 'eu-central-1' });
  const made = async (answer: Promise<Response>): Promise<void> => {
    const { ok, status } = await answer;
    expect([ok, status]).toEqual([true, status]);
  };

  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-moto-')));
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    const isUp = (): Promise<boolean> =>
      fetch(`${origin}/moto-api/`).then(
        ({ ok }) => ok,
        () => false,
      );
    await vi.waitUntil(isUp, { timeout: 50_000, interval: 200 });
    await made(
      aws('s3').fetch(`${origin}/photos`, {
        method: 'PUT',
        body: '<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>',
      }),
    );
  });
  afterAll(async () => {
    const ended = once(moto, 'close');
    moto.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  const allowed = () =>
    fakeContext({
      allow: { hosts: ['127.0.0.1'], read: [folder], write: [folder] },
      secrets: { 'cloud-aws': { value: `${keys.accessKeyId}:${keys.secretAccessKey}`, hosts: ['127.0.0.1'] } },
      signer,
    });
  const at = () => ({ endpoint: origin, region: 'eu-central-1', secret: 'cloud-aws' });

  test('a file in parts goes up, is copied, shared, comes down as it was, and is removed [W-12]', async () => {
    const bytes = randomBytes(20 * 1024 * 1024 + 5);
    const path = join(folder, 'large.bin');
    writeFileSync(path, bytes);
    const place = 's3://photos/2026/öl & more (1)+100%.bin';
    expect(await put({ path, place, overwrite: false, ...at() }, allowed())).toMatchObject({ place, parts: 3 });
    await expect(put({ path, place, overwrite: false, ...at() }, allowed())).rejects.toMatchObject({
      code: 'already-exists',
    });
    const to = 's3://photos/copy.bin';
    await copy({ from: place, to, overwrite: false, ...at() }, allowed());
    const down = join(folder, 'down.bin');
    await get({ place: to, path: down, overwrite: false, ...at() }, allowed());
    expect(readFileSync(down).equals(bytes)).toBe(true);
    const shared = await link({ place: to, method: 'GET', minutes: 5, ...at() }, allowed());
    expect((await (await fetch(shared.url)).arrayBuffer()).byteLength).toBe(bytes.byteLength);
    expect(await remove({ place: 's3://photos/', everything: true, most: 10, ...at() }, allowed())).toMatchObject({
      removed: ['2026/öl & more (1)+100%.bin', 'copy.bin'],
    });
    expect((await buckets(at(), allowed())).buckets.map(({ name }) => name)).toEqual(['photos']);
    await expect(
      get({ place: to, path: join(folder, 'x'), overwrite: false, ...at() }, allowed()),
    ).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('a list of more than a page is read to its end', async () => {
    const names = Array.from({ length: 1001 }, (_, index) => `deep/${String(index).padStart(4, '0')}.txt`);
    for (let from = 0; from < names.length; from += 50) {
      const some = names.slice(from, from + 50);
      await Promise.all(
        some.map((name) => made(aws('s3').fetch(`${origin}/photos/${name}`, { method: 'PUT', body: 'x' }))),
      );
    }
    const found = await list({ place: 's3://photos', deep: true, limit: 5000, ...at() }, allowed());
    expect(found.objects.map(({ key }) => key)).toEqual(names);
    const top = await list({ place: 's3://photos', deep: false, limit: 10, ...at() }, allowed());
    expect(top).toMatchObject({ folders: ['deep/'], objects: [], more: false });
  });

  test('virtual machines, zones and records are told', async () => {
    const form = (fields: Record<string, string>) => ({
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    await made(
      aws('ec2').fetch(
        origin,
        form({
          Action: 'RunInstances',
          Version: '2016-11-15',
          ImageId: 'ami-12c6146b',
          MinCount: '2',
          MaxCount: '2',
          InstanceType: 't3.micro',
        }),
      ),
    );
    const asked = { provider: 'aws' as const, limit: 100, ...at() };
    expect((await machines(asked, allowed())).machines).toMatchObject([
      { state: 'running', size: 't3.micro' },
      { state: 'running', size: 't3.micro' },
    ]);
    const xml = (body: string) => ({ method: 'POST', body: `<?xml version="1.0"?>${body}` });
    const space = 'xmlns="https://route53.amazonaws.com/doc/2013-04-01/"';
    const zone = `<CreateHostedZoneRequest ${space}><Name>example.org.</Name><CallerReference>1</CallerReference></CreateHostedZoneRequest>`;
    await made(aws('route53').fetch(`${origin}/2013-04-01/hostedzone`, xml(zone)));
    const [first] = (await zones(asked, allowed())).zones;
    expect(first).toMatchObject({ name: 'example.org', isPrivate: false });
    const change = `<ChangeResourceRecordSetsRequest ${space}><ChangeBatch><Changes><Change><Action>CREATE</Action><ResourceRecordSet><Name>www.example.org.</Name><Type>A</Type><TTL>300</TTL><ResourceRecords><ResourceRecord><Value>203.0.113.9</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`;
    await made(aws('route53').fetch(`${origin}/2013-04-01/hostedzone/${first?.id}/rrset`, xml(change)));
    const found = await records({ zone: 'example.org', ...asked }, allowed());
    expect(found.records).toContainEqual(
      expect.objectContaining({ name: 'www.example.org', type: 'A', values: ['203.0.113.9'] }),
    );
  });
});
