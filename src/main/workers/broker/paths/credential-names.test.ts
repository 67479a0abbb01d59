import { expect, test } from 'vitest';
import { createPathRules } from './path-rules.ts';

const rules = createPathRules({ protectedFolders: [], homeFolder: '/home/ada' });
const ruleOf = (name: string): string | undefined => rules.against(`/home/ada/project/${name}`)?.rule;

test.each([
  ...['.env', '.env.local', 'prod.env', 'Prod.ENV', '.npmrc', '.pypirc', '.netrc', 'id_rsa', 'id_ed25519_work'],
  ...['key.pem', 'server-key.pem', 'privkey1.pem', 'my.private.pem', 'tls.key', 'shop-server.key', 'kubeconfig'],
  ...['prod.kubeconfig', 'service-account-shop.json', 'client_secret_1.json', 'application_default_credentials.json'],
])('%s holds passwords or keys', (name) => expect(ruleOf(name)).toBe('credential file'));

test.each(['.docker/config.json', '.kube/config'])('and so does %s', (name) =>
  expect(ruleOf(name)).toBe('credential folder'),
);

test.each([
  ...['.env.example', 'example.env', 'environment.ts', 'env', 'id_rsa.pub', 'id_map', 'cert.pem', 'chain.pem'],
  ...['talk.key', 'keyboard.pem', 'monkey.pem', 'account.json', 'package.json', 'server.key.md'],
])('%s is a file like any other', (name) => expect(ruleOf(name)).toBeUndefined());

test('the refusal says what to do instead', () => {
  expect(rules.against('/home/ada/project/.env')?.message).toMatch(/no worker may touch it\. .*Settings → Secrets/);
});
