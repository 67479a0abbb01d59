import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { exported, openWorld } from './fixtures/bundle-world.ts';
import { change, event, hostileBundles, isEvent, type Line, replaced, sealed } from './fixtures/hostile-bundles.ts';

async function goodBundle() {
  const world = openWorld();
  const run = await world.run([{ id: 'first', action: 'sum.add', input: { a: 1 } }]);
  const { bytes } = await exported(world.bundles, run.id);
  const lines = gunzipSync(bytes)
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  return { bytes, lines: lines.slice(0, -1) };
}

describe('a file that is no bundle, or not as Heron made it, is refused, and nothing is kept of it', () => {
  test.each(hostileBundles)('$name', async ({ file, code = 'invalid-input', message, line }) => {
    const { bytes, lines } = await goodBundle();
    const world = openWorld({ limits: { lineBytes: 200_000, freeBytes: 2_000_000, ratio: 20 } });
    const refused = await world.open(file(lines, bytes)).then(
      () => undefined,
      (error: unknown) => error as { code: string; message: string; details?: { line?: number } },
    );
    expect(refused).toMatchObject({ code, message: expect.stringMatching(message) as string });
    if (line !== undefined) expect(refused?.details?.line).toBe(line);
    expect(world.runs.list({ limit: 10 })).toEqual([]);
    expect(world.log.lastSeq()).toBe(0);
    expect(readdirSync(join(world.folder, 'bundles'))).toEqual([]);
  });

  test('the good one, written by hand in the same way, is taken', async () => {
    const { lines } = await goodBundle();
    const world = openWorld();
    expect(await world.open(sealed(lines))).toMatchObject({ isNew: true });
  });
});

test('names of files in a bundle are shown and never followed', async () => {
  const { lines } = await goodBundle();
  const world = openWorld();
  const paths = [
    '../../../outside',
    '/etc/cron.d/evil',
    'C:\\Windows\\evil.exe',
    'a\u202Etxt.exe',
    '<img src=x onerror=alert(1)>',
  ];
  const { runId } = await world.open(sealed([...lines, ...paths.map(change)]), '../../../../tmp/evil.heron-run');
  expect((await world.runs.changes(runId)).map(({ path }) => path)).toEqual(paths);
  expect(world.runs.get(runId).opened?.file).toBe('evil.heron-run');
  expect(readdirSync(world.folder).toSorted()).toEqual(['bundles', 'heron.db', 'heron.db-shm', 'heron.db-wal']);
  expect(existsSync('/tmp/evil.heron-run')).toBe(false);
});

test('what a bundle says of runs and blobs of this Heron is not believed', async () => {
  const own = openWorld();
  const secret = await own.run([{ id: 'list', forEach: { in: { from: 1, to: 3 } }, value: 'private' }]);
  const { lines } = await goodBundle();
  const blob = 'blb_01J00000000000000000000000';
  const stolen = { $items: { inside: 'list', count: 3, run: secret.id } };
  const planned = replaced(lines, 'run.created', (one) => {
    const tasks = [
      { id: 'first', action: 'sum.add', input: { a: 1 } },
      { id: 'thief', after: ['first'], forEach: { in: '{{ tasks.bait.output }}' }, value: '{{ item }}' },
      { id: 'bait', forEach: { in: [1] }, value: blob },
    ];
    return { ...one, payload: { ...(one['payload'] as Line), plan: { version: 1, title: 'Steal', tasks } } };
  });
  const at = planned.findIndex(isEvent('run.completed'));
  const made = planned.toSpliced(
    at,
    0,
    event('task.completed', { attempt: 1, output: stolen, says: '' }, { taskId: 'bait' }),
  );
  const { runId } = await own.open(sealed(made));
  const forked = await own.ended((await own.runs.fork(runId, { from: 'thief' })).runId);
  expect(JSON.stringify(own.log.list({ scope: { runId: forked.id } }))).not.toContain('private');
  expect(JSON.stringify(forked)).not.toContain(blob);
  expect(JSON.stringify(forked)).not.toContain(secret.id);
});

test('permissions that a bundle tells of are none here', async () => {
  const { lines } = await goodBundle();
  const world = openWorld();
  const need = { capability: 'shell', target: '/bin/sh' };
  const { runId } = await world.open(
    sealed([...lines, event('permission.denied', { need, rule: 'x' }, { taskId: 'first' })]),
  );
  expect(world.reading.events.list({ scope: { runId }, types: ['permission.*'] })).toHaveLength(1);
  expect(world.log.list({ types: ['permission.*'] })).toEqual([]);
  expect(world.database.prepare('SELECT count(*) AS count FROM grants').get()).toEqual({ count: 0 });
});

test('no more than a few files are handed in at a time, and none is larger than a bundle may be', async () => {
  const { bundles } = openWorld({ limits: { fileBytes: 1000 } });
  const first = bundles.send(undefined, Buffer.alloc(900));
  expect(() => bundles.send(first, Buffer.alloc(200))).toThrow(/at most 1000 bytes/);
  expect(() => bundles.send(first, Buffer.alloc(1))).toThrow(/No bundle/);
  for (let number = 0; number < 4; number += 1) bundles.send(undefined, Buffer.alloc(1));
  expect(() => bundles.send(undefined, Buffer.alloc(1))).toThrow(/being handed in already/);
});
