import { fakeContext } from 'heron/worker-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { account, type ProviderService, startProviderService } from './fixtures/provider-service.ts';
import { signer } from './fixtures/signer.ts';
import worker from './index.ts';

const { machines, zones, records } = worker.actions;
const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };
let service: ProviderService;

beforeAll(async () => {
  service = await startProviderService(keys);
});
afterAll(() => service.end());
beforeEach(() => void (service.seen.length = 0));

function allowed(changes: Record<string, string> = {}) {
  const hosts = ['127.0.0.1'];
  const values = {
    ...{ 'cloud-aws': `${keys.accessKeyId}:${keys.secretAccessKey}`, 'cloud-azure': 'token-1', 'cloud-gcp': 'token-1' },
    ...changes,
  };
  const secrets = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, hosts }]));
  return fakeContext({ allow: { hosts }, secrets, signer, now: Date.parse('2026-11-27T10:00:00Z') });
}
const of = (provider: 'aws' | 'azure' | 'gcp') => ({
  ...{ provider, endpoint: service.origin, region: 'eu-central-1', secret: `cloud-${provider}`, limit: 1000 },
  ...(provider === 'azure' ? { account: 'sub-1' } : provider === 'gcp' ? { account: 'shop-1' } : {}),
});

describe('virtual machines', () => {
  test('EC2’s are listed over all pages, by their names [W-12]', async () => {
    expect(await machines(of('aws'), allowed())).toEqual({
      provider: 'aws',
      machines: [
        {
          ...{ id: 'i-0a1', name: 'shop & more', state: 'running', size: 't3.micro', place: 'eu-central-1a' },
          ...{ privateAddress: '10.0.0.4', publicAddress: '203.0.113.7', startedAt: '2026-10-01T08:00:00.000Z' },
        },
        { id: 'i-0a2', name: 'i-0a2', state: 'stopped', size: 'm7g.large', place: 'eu-central-1b' },
        { id: 'i-0a3', name: 'i-0a3', state: 'pending', size: 't3.nano', place: 'eu-central-1a' },
      ],
      more: false,
    });
    const two = await machines({ ...of('aws'), limit: 2 }, allowed());
    expect([two.machines.length, two.more]).toEqual([2, true]);
  });

  test('Azure’s and Google’s are told in the same words', async () => {
    const azure = await machines(of('azure'), allowed());
    expect(azure.machines).toEqual([
      {
        ...{ id: '5c0d55a7', name: 'web', state: 'deallocated', size: 'Standard_B2s', place: 'westeurope' },
        startedAt: '2026-01-02T03:04:05.000Z',
      },
      { id: '/b', name: 'batch', state: 'creating', size: 'Standard_D2s_v5', place: 'westeurope' },
    ]);
    const google = await machines(of('gcp'), allowed());
    expect(google.machines).toMatchObject([
      {
        ...{ id: '77', name: 'web', state: 'running', size: 'e2-small', place: 'europe-west1-b' },
        ...{ privateAddress: '10.132.0.2', publicAddress: '203.0.113.20' },
      },
    ]);
  });

  test('a service account of Google signs each request by its key file [W-12]', async () => {
    const wish = { ...of('gcp'), client: account };
    const { machines: found } = await machines(wish, allowed({ 'cloud-gcp': service.keyFile }));
    expect(found).toMatchObject([{ id: '77', name: 'web' }]);
    expect((await zones(wish, allowed({ 'cloud-gcp': service.keyFile }))).zones).toHaveLength(2);
    const other = service.keyFile.replaceAll(account, 'other@shop-1.iam.gserviceaccount.com');
    const stranger = { ...wish, client: 'other@shop-1.iam.gserviceaccount.com' };
    await expect(machines(stranger, allowed({ 'cloud-gcp': other }))).rejects.toMatchObject({ code: 'network' });
    await expect(machines({ ...wish, client: 'client-1' }, allowed())).rejects.toMatchObject({
      ...{ code: 'invalid-input', details: { field: 'client' } },
    });
  });

  test('an application of Azure signs in with its secret, which is all that fetches a token', async () => {
    const wish = { ...of('azure'), client: 'client-1', tenant: 'tenant-1' };
    const tokenUrl = `${service.origin}/tenant-1/oauth2/v2.0/token`;
    // The broker fills in what is inside of base64; the context of tests does not, and so the test does.
    const signedIn = async (value: string) => {
      const context = allowed({ 'cloud-azure': value });
      const { fetch } = context.net;
      const handle = await context.secrets.handle('cloud-azure');
      context.net.fetch = (url, request = {}) => {
        const { authorization = '', ...headers } = request.headers ?? {};
        const plain = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString();
        const filled = `Basic ${Buffer.from(plain.replace(handle, value)).toString('base64')}`;
        const sent = authorization.startsWith('Basic') ? filled : authorization;
        return fetch(url, { ...request, headers: { ...headers, authorization: sent } });
      };
      return machines({ ...wish, tokenUrl }, context);
    };
    expect((await signedIn(service.secret)).machines).toHaveLength(2);
    await expect(signedIn('wrong')).rejects.toMatchObject({ message: expect.stringMatching(/401.*AADSTS7000215/) });
    await expect(machines({ ...of('azure'), client: 'client-1' }, allowed())).rejects.toMatchObject({
      details: { field: 'tenant' },
    });
    // Without another address it is Microsoft's that is asked.
    await expect(machines(wish, allowed())).rejects.toMatchObject({
      details: { target: 'login.microsoftonline.com' },
    });
  });

  test('what is missing or refused is said', async () => {
    const { account: _account, ...without } = { ...of('gcp') };
    await expect(machines(without, allowed())).rejects.toMatchObject({ details: { field: 'account' } });
    await expect(machines(of('gcp'), allowed({ 'cloud-gcp': 'old' }))).rejects.toMatchObject({
      ...{ code: 'network', message: expect.stringMatching(/401: InvalidAuthenticationToken: The token is wrong/) },
    });
    await expect(machines(of('aws'), allowed({ 'cloud-aws': 'AKIAOTHER:x' }))).rejects.toMatchObject({
      message: expect.stringMatching(/AuthFailure: InvalidAccessKeyId/),
    });
    await expect(machines(of('aws'), fakeContext({ signer }))).rejects.toMatchObject({ code: 'not-declared' });
  });
});

describe('DNS', () => {
  test('zones of all three are listed', async () => {
    expect((await zones(of('aws'), allowed())).zones).toEqual([
      { id: 'Z1', name: 'example.org', isPrivate: false },
      { id: 'Z2', name: 'two.example', isPrivate: false },
      { id: 'Z3', name: 'two.example', isPrivate: true },
    ]);
    expect((await zones(of('azure'), allowed())).zones).toMatchObject([{ name: 'example.org', isPrivate: false }]);
    expect((await zones(of('gcp'), allowed())).zones).toEqual([
      { id: 'main', name: 'example.org', isPrivate: false },
      { id: 'inside', name: 'corp.example', isPrivate: true },
    ]);
  });

  test('records are told as a zone file writes them, over all pages', async () => {
    const found = await records({ zone: 'example.org', ...of('aws') }, allowed());
    expect(found).toEqual({
      zone: 'example.org',
      records: [
        { name: 'example.org', type: 'MX', seconds: 300, values: ['10 mail.example.org.', '20 mail2.example.org.'] },
        { name: '*.example.org', type: 'A', values: ['alias of lb.eu-central-1.elb.amazonaws.com'] },
        { name: 'www.example.org', type: 'A', seconds: 60, values: ['203.0.113.9'] },
      ],
      more: false,
    });
    const azure = await records({ zone: 'Example.org.', ...of('azure') }, allowed());
    expect(azure.records.map(({ name, type, values }) => [name, type, ...values])).toEqual([
      ['example.org', 'SOA', 'ns1.azure-dns.com. admin.example.org 1 3600 300 2419200 300'],
      ['example.org', 'MX', '10 mail.example.org'],
      ['www.example.org', 'A', '203.0.113.1', '203.0.113.2'],
      ['note.example.org', 'TXT', 'v=spf1 -all'],
      ['example.org', 'CAA', '0 issue ca.example'],
      ['a.example.org', 'CNAME', 'b.example.org'],
    ]);
    const google = await records({ zone: 'example.org', type: 'A', ...of('gcp') }, allowed());
    expect(google.records).toEqual([{ name: 'www.example.org', type: 'A', seconds: 300, values: ['203.0.113.5'] }]);
  });

  test('a zone that is not there, or two with one name, are said', async () => {
    await expect(records({ zone: 'none.example', ...of('gcp') }, allowed())).rejects.toMatchObject({
      ...{ code: 'not-found', details: { field: 'zone' } },
    });
    await expect(records({ zone: 'two.example', ...of('aws') }, allowed())).rejects.toMatchObject({
      message: expect.stringMatching(/Z2, Z3 \(private\)/),
    });
  });
});
