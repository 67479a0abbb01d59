import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type FakeBroker, startFakeBroker } from './fake-broker.ts';

let folder: string;
const at = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-sensitive-')));
  for (const name of ['.env', 'prod.env', 'app/.env', '.netrc']) {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), `secret of ${name}`);
  }
});

/** A broker where these may be read and changed. */
function allow(...names: string[]): FakeBroker {
  const broker = startFakeBroker({
    allow: names.flatMap((name) =>
      (['files.read', 'files.write'] as const).map((capability) => ({ capability, target: at(name) })),
    ),
  });
  onTestFinished(async () => {
    await broker.end();
    rmSync(folder, { recursive: true, force: true });
  });
  return broker;
}

const open = (broker: FakeBroker, name: string) =>
  broker.open().ask('files.open', { path: at(name), start: 0, end: null });

test('one that was allowed by its name is read and changed, and told as what it is', async () => {
  const broker = allow('.env');
  expect(Buffer.from((await open(broker, '.env')).bytes ?? []).toString()).toBe('secret of .env');
  const wanted = { path: at('.env'), overwrite: true, mode: null };
  await broker.open().ask('files.write', wanted, Buffer.from('PORT=1'));
  expect(readFileSync(at('.env'), 'utf8')).toBe('PORT=1');
  expect(broker.record).toMatchObject(
    ['files.open', 'files.write'].map((operation) => ({ operation, kind: 'file', exact: true, decision: 'allowed' })),
  );
});

test('a yes to one opens no other, nor itself by another name', async () => {
  const broker = allow('.env', '.netrc');
  symlinkSync('.env', at('notes.txt'));
  symlinkSync('app/.env', at('.envrc'));
  // Where the system takes one case for the other, both are the file that was allowed.
  const otherCase = process.platform === 'linux' ? ['.ENV'] : [];
  for (const name of ['prod.env', 'app/.env', '.netrc', 'notes.txt', '.envrc', ...otherCase]) {
    await expect(open(broker, name)).rejects.toMatchObject({ code: 'permission-denied' });
  }
});

test('a yes to its folder does not open it', async () => {
  await expect(open(allow('.'), '.env')).rejects.toMatchObject({ details: { rule: 'sensitive file' } });
});

test('it is never moved, and no other file gets its name', async () => {
  const session = allow('.env', 'prod.env').open();
  const refused = { code: 'permission-denied', details: { rule: 'sensitive file' } };
  await expect(session.ask('files.remove', { path: at('.env') })).rejects.toMatchObject(refused);
  const away = { from: at('.env'), to: at('prod.env'), overwrite: true };
  await expect(session.ask('files.move', away)).rejects.toMatchObject(refused);
  expect(readFileSync(at('prod.env'), 'utf8')).toBe('secret of prod.env');
});
