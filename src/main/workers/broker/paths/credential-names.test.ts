import { expect, test } from 'vitest';
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

test.each(['.docker/config.json', '.kube/config'])('and so does %s', (name) =>
  expect(ruleOf(name)).toBe('credential folder'),
);

test.each([
  ...['.env.example', 'example.env', 'environment.ts', 'env', 'id_rsa.pub', 'id_map', 'cert.pem', 'chain.pem'],
  ...['talk.key', 'keyboard.pem', 'monkey.pem', 'account.json', 'my-credentials.json', 'package.json', 'server.key.md'],
])('%s is a file like any other', (name) => expect(ruleOf(name)).toBeUndefined());

test('the refusal says what to do', () => {
  const messageOf = (name: string): string | undefined => rules.against(`/home/ada/project/${name}`)?.message;
  expect(messageOf('.netrc')).toMatch(/no worker may touch it\. .*Settings → Secrets/);
  expect(messageOf('.env')).toMatch(/only where a step names this very file and you allow that.*Settings → Secrets/);
});
