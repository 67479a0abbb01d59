import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { createPersonRequest, type PersonRequestParts } from './person-request.ts';
import { type FakeServer, hello, redirectTo, startFakeServer } from './fake-server.ts';

const servers: FakeServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.end();
});

async function serve(...given: Parameters<typeof startFakeServer>): Promise<FakeServer> {
  const server = await startFakeServer(...given);
  servers.push(server);
  return server;
}

function open(changes: Partial<PersonRequestParts> = {}) {
  const notes: string[] = [];
  const request = createPersonRequest({
    lookUp: async () => [{ address: '127.0.0.1', family: 4 }],
    hosts: { around: (_host, _signal, send) => send() },
    refusalOf: () => undefined,
    note: ({ target, decision, rule }) => void notes.push(`${target} ${decision}: ${rule}`),
    ...changes,
  });
  const get = async (address: string, headers = new Map<string, string>()): Promise<string> => {
    const parts: Buffer[] = [];
    for await (const part of await request(address, headers, new AbortController().signal)) parts.push(part as Buffer);
    return Buffer.concat(parts).toString();
  };
  return { get, notes };
}

test('what a person named is fetched, through redirects, and each host is on record', async () => {
  const end = await serve(hello);
  const start = await serve(redirectTo(`${end.url}/file?token=1`));
  const { get, notes } = open();
  expect(await get(start.url, new Map([['range', 'bytes=5-']]))).toBe('hello');
  expect(end.seen[0]?.headers.range).toBe('bytes=5-');
  expect(notes).toEqual(['127.0.0.1 allowed: the person', '127.0.0.1 allowed: the person']);
});

test('it leads to no place inside that nobody named, to no closed port, and not out of https', async () => {
  const inside = await serve(hello);
  const { get, notes } = open();
  await expect(get(`http://models.example:${inside.port}/`)).rejects.toMatchObject({ code: 'permission-denied' });
  const around = await serve(redirectTo(`http://127.0.0.2:${inside.port}/`));
  await expect(get(around.url)).rejects.toMatchObject({ details: { rule: 'private address' } });
  await expect(get('http://127.0.0.1:25/')).rejects.toMatchObject({ details: { rule: 'closed port' } });
  await expect(get('file:///etc/passwd')).rejects.toMatchObject({ code: 'invalid-input' });
  const ruled = open({ refusalOf: () => ({ rule: 'secret in the address', message: 'There is a secret in it' }) });
  await expect(ruled.get(inside.url)).rejects.toMatchObject({ message: 'There is a secret in it' });
  expect(inside.seen).toEqual([]);
  expect(notes.filter((note) => note.includes('denied'))).toEqual([
    'models.example denied: private address',
    '127.0.0.2 denied: private address',
    '127.0.0.1 denied: closed port',
  ]);
});

test('a server that redirects in a circle is left', async () => {
  const circle = await serve((request, response) => {
    const next = createHash('sha256')
      .update(request.url ?? '')
      .digest('hex');
    response.writeHead(302, { location: `/${next}` }).end();
  });
  await expect(open().get(circle.url)).rejects.toThrow(/redirects more than 8 times/);
});
