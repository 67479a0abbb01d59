import { type AddressInfo, createServer } from 'node:net';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type FakeBroker, type FakeBrokerOptions, startFakeBroker } from './fake-broker.ts';

function start(options: FakeBrokerOptions = {}): FakeBroker {
  const broker = startFakeBroker(options);
  onTestFinished(() => broker.end());
  return broker;
}

const statement = { sql: 'SELECT count(*) AS n, min(name) FROM birds', parameters: [], changes: false, timeMs: 30_000 };

test('a file that may be read is asked by its open number; one that may not, or is looked for by the statement, is not [W-35]', async () => {
  const broker = start();
  const session = broker.open();
  const inside = join(broker.folder, "it's birds.csv");
  const outside = join(broker.outside, 'secret.csv');
  for (const path of [inside, outside]) writeFileSync(path, 'name,weight\nheron,1.5\nwren,0.01\n');
  const columns = { name: 'VARCHAR', weight: 'DOUBLE' };
  const asked = (path: string, sql = statement.sql) => {
    const source = { kind: 'files' as const, tables: [{ path, name: 'birds', format: 'csv' as const, columns }] };
    return session.ask('queries.open', { ...statement, sql, source });
  };
  const opened = await asked(inside);
  expect(opened.columns).toEqual(['n', 'min("name")']);
  const page = await session.ask('queries.next', { handle: opened.handle });
  expect(JSON.parse(Buffer.from((page as { bytes?: Uint8Array }).bytes ?? []).toString())).toEqual([[2, 'heron']]);
  await expect(asked(outside)).rejects.toMatchObject({ code: 'permission-denied' });
  await expect(asked(inside, `SELECT * FROM '${outside}'`)).rejects.toMatchObject({ code: 'invalid-input' });
  await session.raw('queries.close', { handle: opened.handle }, undefined);
});

const value = 'open-sesame-1234';
const server = { kind: 'postgresql', database: 'shop', user: 'anna', tls: false } as const;

/** Notes what it is told, and says nothing. */
async function listen(): Promise<{ port: number; heard: () => string }> {
  let heard = '';
  const listening = createServer((socket) => socket.on('data', (piece) => (heard += piece.toString('latin1')))).listen(
    0,
    '127.0.0.1',
  );
  onTestFinished(() => void listening.close());
  await once(listening, 'listening');
  return { port: (listening.address() as AddressInfo).port, heard: () => heard };
}

test('a server is reached only where that is allowed, and its password goes nowhere else [W-09]', async () => {
  const { port, heard } = await listen();
  const own = { capability: 'secrets', target: 'tester-shop' } as const;
  const withSecret = (hosts: string[], allow: FakeBrokerOptions['allow'] = []) =>
    start({
      allow: [own, ...allow],
      ownSecrets: { reason: 'To sign in where you say.' },
      kept: { 'tester-shop': { value, hosts } },
    });
  const asked = async (broker: FakeBroker, host: string, more: object = {}) => {
    const session = broker.open();
    const { handle } = await session.ask('secrets.handle', { name: 'tester-shop' });
    const source = { ...server, host, port, password: handle, ...more };
    return session.ask('queries.open', { ...statement, sql: 'SELECT 1', timeMs: 300, source });
  };
  const loopback = { capability: 'net', target: '127.0.0.1' } as const;
  await expect(asked(withSecret(['127.0.0.1']), '127.0.0.1')).rejects.toMatchObject({ code: 'permission-denied' });
  await expect(asked(withSecret(['db.example.org'], [loopback]), '127.0.0.1')).rejects.toMatchObject({
    code: 'permission-denied',
    details: { rule: 'secret for another host' },
  });
  await expect(asked(withSecret(['127.0.0.1'], [loopback]), '127.0.0.1', { password: value })).rejects.toMatchObject({
    code: 'invalid-input',
  });
  expect(heard()).toBe('');
  const late = asked(withSecret(['127.0.0.1'], [loopback]), '127.0.0.1');
  await expect(late).rejects.toMatchObject({ code: 'limit-exceeded' });
  expect(heard()).toContain('anna');
  expect(heard()).not.toContain(value);
});
