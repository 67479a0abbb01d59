import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Database, openDatabase } from '../../base/database.ts';
import { holdLock } from '../../base/fixtures/hold-lock.ts';
import { access, makeId, need, openPermissions } from './fixtures/open-permissions.ts';

const patience = { timeout: 30_000 };

function openFile(): { database: Database; file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'heron-gate-'));
  const file = join(folder, 'heron.db');
  const database = openDatabase({ file });
  database.pragma('busy_timeout = 50');
  onTestFinished(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { database, file };
}

test('what is allowed waits until that is on record, while somebody else has the database [SB-04, X-02]', async () => {
  const { database, file } = openFile();
  const { permissions, audit } = openPermissions({ database });
  const runId = makeId('run');
  await permissions.allow(runId, [need('/docs/a', 'files.write')]);
  await audit.settled();
  const release = await holdLock(file);
  const done: string[] = [];
  const effect = permissions
    .authorize(access(runId, '/docs/a', { capability: 'files.write' }))
    .then(() => done.push('write'));
  await expect.poll(() => audit.standsStill(), patience).toBe(true);
  expect(done).toEqual([]);
  await release();
  await effect;
  expect(done).toEqual(['write']);
  expect(permissions.audit({ limit: 10 })).toMatchObject([{ decision: 'allowed', target: '/docs/a' }]);
});

test('a call that ends meanwhile is let go, and does nothing', async () => {
  const { database, file } = openFile();
  const { permissions, audit } = openPermissions({ database });
  const runId = makeId('run');
  await permissions.allow(runId, [need('/docs/a', 'files.write')]);
  await audit.settled();
  const release = await holdLock(file);
  const stop = new AbortController();
  const request = { ...access(runId, '/docs/a', { capability: 'files.write' }), signal: stop.signal };
  const effect = permissions.authorize(request);
  await expect.poll(() => audit.standsStill(), patience).toBe(true);
  stop.abort(new Error('the call is over'));
  await expect(effect).rejects.toThrow('the call is over');
  await release();
  await expect.poll(() => audit.standsStill(), patience).toBe(false);
});
