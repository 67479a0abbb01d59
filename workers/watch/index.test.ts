import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fakeContext, type FakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { differences } from './differences.ts';
import worker from './index.ts';

const { wait, follow, look } = worker.actions;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is held now, without what only waits to be collected. */
function heldBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-watch-')));
  save('a.txt', 'alpha');
  save('deep/b.txt', 'beta');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function save(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

const allowed = (): FakeContext => fakeContext({ allow: { read: [folder] } });
const input = (changes: object = {}) => ({
  folder,
  patterns: [],
  exclude: [],
  quietMs: 100,
  everyMs: 50,
  seconds: 60,
  ...changes,
});

/** Watches, does something once the watch has begun, and gives what it told. */
async function changesAfter(act: () => void, changes: object = {}): Promise<string[]> {
  const context = allowed();
  const waiting = Promise.resolve(wait(input(changes), context));
  await vi.waitFor(() => expect(context.reports.length).toBeGreaterThan(0), { timeout: 20_000 });
  act();
  const output = await waiting;
  expect(output.isTimeUp).toBe(false);
  return output.changes.map(({ what, name, from, rule }) => [what, name, from, rule].filter(Boolean).join(' '));
}

test('what is created, changed, renamed and removed is told at once, when it is quiet again [W-15]', async () => {
  save('old.txt', 'goes away');
  const told = await changesAfter(() => {
    save('new/c.txt', 'new');
    save('a.txt', 'alpha and more');
    renameSync(join(folder, 'deep/b.txt'), join(folder, 'deep/renamed.txt'));
    rmSync(join(folder, 'old.txt'));
  });
  expect(told).toEqual([
    'changed a.txt',
    'renamed deep/renamed.txt deep/b.txt',
    'created new/c.txt',
    'removed old.txt',
  ]);
});

test('a file that is put in its place as editors do is one change, without the other file [W-15]', async () => {
  const told = await changesAfter(() => {
    for (let version = 0; version < 3; version += 1) {
      save('.a.txt.swp', `alpha ${'x'.repeat(version)}`);
      renameSync(join(folder, 'a.txt'), join(folder, 'a.txt~'));
      renameSync(join(folder, '.a.txt.swp'), join(folder, 'a.txt'));
      rmSync(join(folder, 'a.txt~'));
    }
  });
  expect(told).toEqual(['changed a.txt']);
});

test('patterns choose, exclusions leave out, and rules say what a change is', async () => {
  const rules = [
    { name: 'invoices', patterns: ['in/**/*.pdf'], what: ['created'] },
    { name: 'gone', what: ['removed'] },
  ];
  const told = await changesAfter(
    () => {
      save('in/2026/one.pdf', 'x');
      save('in/2026/one.txt', 'x');
      save('node_modules/in/two.pdf', 'x');
      save('a.txt', 'changed, for which there is no rule');
      rmSync(join(folder, 'deep/b.txt'));
    },
    { rules, exclude: ['node_modules'] },
  );
  expect(told).toEqual(['removed deep/b.txt gone', 'created in/2026/one.pdf invoices']);
  expect(await changesAfter(() => save('b.md', 'x'), { patterns: ['*.md'] })).toEqual(['created b.md']);
});

test('changes are followed as they come, until the time is up or it is cancelled', async () => {
  const context = allowed();
  const following = Promise.resolve(follow(input(), context));
  const outputs = (): unknown[] => context.reports.flatMap(({ output }) => (output === undefined ? [] : [output]));
  await vi.waitFor(() => expect(context.reports.length).toBeGreaterThan(0), { timeout: 20_000 });
  save('one.txt', '1');
  await vi.waitFor(() => expect(outputs()).toEqual([[{ what: 'created', name: 'one.txt', bytes: 1 }]]), {
    timeout: 20_000,
  });
  save('two.txt', '22');
  await vi.waitFor(() => expect(outputs()).toHaveLength(2), { timeout: 20_000 });
  context.abort();
  await expect(following).rejects.toThrow();
  expect(await follow(input({ seconds: 1 }), allowed())).toEqual({ folder, changes: [], truncated: false });
});

function saveTenThousand(): void {
  for (let place = 0; place < 100; place += 1) {
    mkdirSync(join(folder, `many/${place}`), { recursive: true });
    for (let file = 0; file < 100; file += 1) writeFileSync(join(folder, `many/${place}/${file}`), '');
  }
}

test('among ten thousand files it is told what became of three, and little is held meanwhile [W-15]', async () => {
  saveTenThousand();
  const before = heldBytes();
  let held = 0;
  const told = await changesAfter(() => {
    held = heldBytes() - before;
    save('many/7/42', 'changed');
    save('many/8/new', 'new');
    renameSync(join(folder, 'many/9/1'), join(folder, 'many/10/moved'));
  });
  expect(told.toSorted()).toEqual(['changed many/7/42', 'created many/8/new', 'renamed many/10/moved many/9/1']);
  expect(held).toBeLessThan(20 * 1024 * 1024);
});

test('among ten thousand files an edit, a save that replaces a file and a new name are followed as they come [W-15]', async () => {
  saveTenThousand();
  const context = allowed();
  const following = Promise.resolve(follow(input(), context));
  const told = (): string[] =>
    context.reports.flatMap(({ output }) =>
      ((output ?? []) as { what: string; name: string; from?: string }[]).map(({ what, name, from = '' }) =>
        `${what} ${name} ${from}`.trim(),
      ),
    );
  await vi.waitFor(() => expect(context.reports.length).toBeGreaterThan(0), { timeout: 20_000 });
  const steps: [act: () => void, said: string][] = [
    [() => save('many/7/42', 'edited'), 'changed many/7/42'],
    [
      () => {
        save('many/7/.43.swp', 'saved as editors do');
        renameSync(join(folder, 'many/7/.43.swp'), join(folder, 'many/7/43'));
      },
      'changed many/7/43',
    ],
    [() => renameSync(join(folder, 'many/9/1'), join(folder, 'many/10/moved')), 'renamed many/10/moved many/9/1'],
  ];
  for (const [index, [act, said]] of steps.entries()) {
    act();
    await vi.waitFor(() => expect(told().slice(index)).toEqual([said]), { timeout: 20_000 });
  }
  context.abort();
  await expect(following).rejects.toThrow();
}, 90_000);

test('ten thousand files are looked through, and the newest are given first', async () => {
  saveTenThousand();
  const later = Date.now() / 1000 + 60;
  utimesSync(join(folder, 'a.txt'), later, later);
  const { files, total } = await look({ folder, patterns: [], exclude: [], limit: 3 }, allowed());
  expect([total, files.length, files[0]?.name]).toEqual([10_002, 3, 'a.txt']);
  expect(files[0]?.modifiedAt).toBe(statSync(join(folder, 'a.txt')).mtime.toISOString());
});

test('nothing in time, a cancelled watch, what is no folder and what is refused', async () => {
  expect(await wait(input({ seconds: 1 }), allowed())).toMatchObject({ changes: [], isTimeUp: true });
  const context = allowed();
  const waiting = Promise.resolve(wait(input(), context));
  context.abort();
  await expect(waiting).rejects.toThrow();
  await expect(wait(input({ folder: join(folder, 'gone') }), allowed())).rejects.toMatchObject({ code: 'not-found' });
  await expect(wait(input({ folder: join(folder, 'a.txt') }), allowed())).rejects.toMatchObject({
    code: 'invalid-input',
  });
  await expect(wait(input(), fakeContext())).rejects.toMatchObject({ code: 'permission-denied' });
});

test('two files of one size and time are not taken for each other more than once', () => {
  const seen = { kind: 'file' as const, size: 0, modifiedAt: 1 };
  const changes = differences(
    new Map([['a', seen]]),
    new Map([
      ['b', seen],
      ['c', seen],
    ]),
  );
  expect(changes.map(({ what, name, from }) => [what, name, from])).toEqual([
    ['renamed', 'b', 'a'],
    ['created', 'c', undefined],
  ]);
});
