import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createPathRules } from './path-rules.ts';

const rules = createPathRules({ protectedFolders: [], homeFolder: '/home/ada' });
const ruleOf = (name: string): string | undefined => rules.against(`/home/ada/project/${name}`)?.rule;

test.each([
  ...['.npmrc', '.pypirc', '.netrc', 'id_rsa', 'id_ed25519_work', 'kubeconfig', 'prod.kubeconfig', 'login.keychain-db'],
  ...['application_default_credentials.json', 'key4.db', 'Login Data', 'a.kdbx'],
])('%s holds passwords or keys', (name) => expect(ruleOf(name)).toBe('credential file'));

test.each([
  ...['.env', '.env.local', 'prod.env', 'Prod.ENV', '.envrc', 'credentials.json', 'Credentials.JSON'],
  ...['key.pem', 'server-key.pem', 'privkey1.pem', 'my.private.pem', 'tls.key', 'shop-server.key'],
  ...['service-account-shop.json', 'client_secret_1.json'],
])('%s may hold them, and can be opened by its name', (name) => {
  expect(rules.against(`/home/ada/project/${name}`)).toMatchObject({ rule: 'sensitive file', opensByName: true });
  expect(ruleOf(`.ssh/${name}`)).toBe('credential folder');
});

test('a .pem is known by what it holds, and by its name where it is not there', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-pem-')));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const block = (what: string) => `-----BEGIN ${what}-----\nMIIB\n-----END ${what}-----\n`;
  const against = (name: string, text?: string) => {
    const path = join(folder, name);
    if (text !== undefined) writeFileSync(path, text);
    return rules.against(path)?.rule;
  };
  const keys = ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'ENCRYPTED PRIVATE KEY'];
  for (const [index, what] of keys.entries()) expect(against(`host${index}.pem`, block(what))).toBe('sensitive file');
  expect(against('ec2.pem')).toBe('sensitive file');
  expect(against('EC2.PEM')).toBe('sensitive file');
  expect(against('ec2.pem', block('PUBLIC KEY'))).toBeUndefined();
  expect(against('cert.pem', block('CERTIFICATE').repeat(1000) + block('PRIVATE KEY'))).toBe('sensitive file');
  expect(against('chain.pem', block('CERTIFICATE'))).toBeUndefined();
  // What is longer than is looked at is what its name says.
  const long = block('CERTIFICATE').repeat(6000) + block('PRIVATE KEY');
  expect([against('host.pem', long), against('ca.pem', long)]).toEqual(['sensitive file', undefined]);
  mkdirSync(join(folder, 'folder.pem'));
  expect(against('folder.pem')).toBeUndefined();
});

test.each(['.docker/config.json', '.kube/config'])('and so does %s', (name) =>
  expect(ruleOf(name)).toBe('credential folder'),
);

test.each([
  ...['.env.example', 'example.env', 'environment.ts', 'env', 'id_rsa.pub', 'id_map', 'cert.pem', 'chain.pem'],
  ...[
    'fullchain.pem',
    'ca-bundle.pem',
    'talk.key',
    'keyboard.pem.txt',
    'account.json',
    'my-credentials.json',
    'package.json',
    'server.key.md',
  ],
])('%s is a file like any other', (name) => expect(ruleOf(name)).toBeUndefined());

test('the refusal says what to do', () => {
  const messageOf = (name: string): string | undefined => rules.against(`/home/ada/project/${name}`)?.message;
  expect(messageOf('.netrc')).toMatch(/no worker may touch it\. .*Settings → Secrets/);
  expect(messageOf('.env')).toMatch(/only where a step names this very file and you allow that.*Settings → Secrets/);
});
