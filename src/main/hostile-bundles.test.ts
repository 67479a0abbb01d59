import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { exported, openWorld } from './fixtures/bundle-world.ts';

type Line = Record<string, unknown>;
type Case = {
  name: string;
  /** The file, made of the lines of a good one (without its end) and of its bytes. */
  file: (lines: Line[], bytes: Buffer) => Buffer;
  code?: string;
  message: RegExp;
  line?: number;
};

/** Lines with an end whose hash is right: whoever writes a bundle by hand can do that too. */
function sealed(lines: (Line | string)[], change: (end: Line) => Line = (end) => end): Buffer {
  const hash = createHash('sha256');
  const texts = lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
  for (const text of texts) hash.update(text);
  const end = change({ end: { lines: lines.length, sha256: hash.digest('hex') } });
  return gzipSync([...texts, `${JSON.stringify(end)}\n`].join(''));
}

const isEvent = (type: string) => (line: Line) => (line['event'] as { type?: string } | undefined)?.type === type;
const event = (type: string, payload: object, more: object = {}): Line => ({ event: { at: 1, type, payload, ...more } });
const replaced = (lines: Line[], type: string, change: (event: Line) => Line): Line[] =>
  lines.map((line) => (isEvent(type)(line) ? { event: change(line['event'] as Line) } : line));
const moved = (lines: Line[], type: string, by: number): Line[] => {
  const at = lines.findIndex(isEvent(type));
  const rest = lines.toSpliced(at, 1);
  return rest.toSpliced(at + by, 0, lines[at] ?? {});
};
const without = (lines: Line[], ...types: string[]): Line[] => lines.filter((line) => !types.some((type) => isEvent(type)(line)));
const change = (path: string): Line => ({ change: { path, kind: 'created', taskId: 'first', undone: false } });

const cases: Case[] = [
  { name: 'an empty file', file: () => Buffer.alloc(0), message: /cut off|empty/ },
  { name: 'what is no gzip', file: () => Buffer.from('{"format":"heron-run/1"}\n'), message: /no bundle of a run/ },
  { name: 'what is gzip and no bundle', file: () => gzipSync('hello\n'), message: /no JSON/, line: 1 },
  { name: 'another JSON', file: () => sealed([{ version: 1 }]), message: /no bundle of a run/, line: 1 },
  { name: 'a file cut off', file: (_, bytes) => bytes.subarray(0, bytes.length - 40), message: /cut off/ },
  { name: 'a file cut off at a line', file: (lines) => gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join('')), message: /cut off: its last line is missing/ },
  { name: 'a file cut off in a line', file: () => gzipSync('{"format"'), message: /cut off in the middle of a line/, line: 1 },
  { name: 'a changed byte', file: (_, bytes) => { const all = Buffer.from(bytes); all[all.length >> 1] = (all[all.length >> 1] ?? 0) ^ 0x55; return all; }, message: /damaged|no JSON|cut off|changed|unknown|expected/i },
  { name: 'a changed text', file: (_, bytes) => gzipSync(gunzipSync(bytes).toString().replace('Sums', 'Cums')), message: /between line 1 and here was changed/ },
  { name: 'a line left out', file: (_, bytes) => gzipSync(gunzipSync(bytes).toString().split('\n').toSpliced(3, 1).join('\n')), message: /lines are missing or were added/ },
  { name: 'lines swapped', file: (_, bytes) => gzipSync(gunzipSync(bytes).toString().replace(/(.*run\.started.*)\n(.*)\n/, '$2\n$1\n')), message: /changed|before it began/ },
  { name: 'something after its end', file: (_, bytes) => gzipSync(`${gunzipSync(bytes).toString()}{"change":{}}\n`), message: /after its end/ },
  { name: 'a wrong hash', file: (lines) => sealed(lines, () => ({ end: { lines: lines.length, sha256: '0'.repeat(64) } })), message: /was changed/ },
  { name: 'a wrong count', file: (lines) => sealed(lines, ({ end }) => ({ end: { ...(end as Line), lines: 1 } })), message: /lines are missing/ },
  { name: 'a newer format', file: ([header, ...lines]) => sealed([{ ...header, format: 'heron-run/2', more: true }, ...lines]), code: 'unsupported', message: /heron-run\/2.*newer Heron/ },
  { name: 'a format with words in it', file: ([header, ...lines]) => sealed([{ ...header, format: 'heron-run/<b>2</b>' }, ...lines]), message: /no bundle of a run/ },
  { name: 'an unknown field of the header', file: ([header, ...lines]) => sealed([{ ...header, run_as: 'root' }, ...lines]), message: /unrecognized key/i, line: 1 },
  { name: 'a header with no id of a run', file: ([header, ...lines]) => sealed([{ ...header, run: '../../etc/passwd' }, ...lines]), message: /run: expected an id/, line: 1 },
  { name: 'an unknown line', file: (lines) => sealed([...lines, { execute: 'rm -rf /' }]), message: /unknown field "execute"/ },
  { name: 'a list for a line', file: (lines) => sealed([...lines, '[1,2]']), message: /unknown field/ },
  { name: 'a number for a line', file: (lines) => sealed([...lines, '7']), message: /expected an object/ },
  { name: 'two things in one line', file: (lines) => sealed([...lines, { ...event('run.pinned', { isPinned: true }), ...change('/a') }]), message: /invalid|expected|unrecognized/i },
  { name: 'a prototype', file: (lines) => sealed([...lines, '{"__proto__":{"isAdmin":true}}']), message: /unknown field "__proto__"/ },
  { name: 'a huge line', file: (lines) => sealed([...lines, event('run.pinned', { isPinned: 'x'.repeat(300_000) })]), code: 'limit-exceeded', message: /a line has more than 200000 bytes/ },
  { name: 'a gzip bomb', file: ([header]) => gzipSync(`${JSON.stringify(header)}\n${'\n'.repeat(4_000_000)}`), message: /no JSON|times its size/ },
  { name: 'a gzip bomb in texts', file: (lines) => sealed([...lines, ...Array.from({ length: 60 }, () => event('permission.denied', { need: { capability: 'net', target: 'x' }, rule: 'x'.repeat(150_000) }))]), code: 'limit-exceeded', message: /times its size, as no run does/ },
  { name: 'values deep in others', file: (lines) => sealed([...lines, `{"event":${'['.repeat(5000)}${']'.repeat(5000)}}`]), message: /lie in more than 200 others/ },
  { name: 'no events', file: (lines) => sealed(lines.filter((line) => !('event' in line))), message: /has no events/ },
  { name: 'no beginning', file: (lines) => sealed(without(lines, 'run.created')), message: /expected run.created, not run.started/ },
  { name: 'two beginnings', file: (lines) => sealed([...lines.slice(0, 3), ...lines.filter(isEvent('run.created')), ...lines.slice(3)]), message: /run.created comes twice/ },
  { name: 'no end of the run', file: (lines) => sealed(without(lines, 'run.completed')), message: /has not ended/ },
  { name: 'a task that ends before it begins', file: (lines) => sealed(moved(lines, 'task.started', 1)), message: /task.completed of first comes before it began/ },
  { name: 'a task after the end of the run', file: (lines) => sealed([...lines, ...lines.filter(isEvent('task.started'))]), message: /after the end of the run/ },
  { name: 'a task that the plan has not', file: (lines) => sealed(replaced(lines, 'task.started', (one) => ({ ...one, taskId: 'other' }))), message: /the plan has no task other/ },
  { name: 'a path for a task', file: (lines) => sealed(replaced(lines, 'task.started', (one) => ({ ...one, taskId: '../../../etc' }))), message: /taskId: expected a task id/ },
  { name: 'an action after the events', file: (lines) => sealed([...lines, ...lines.filter((line) => 'action' in line)]), message: /action comes after event/ },
  { name: 'an event of another kind', file: (lines) => sealed([...lines, event('settings.changed', {})]), message: /expected an event of a run/ },
  { name: 'an event of no kind', file: (lines) => sealed([...lines, event('run.exploded', {})]), message: /type|invalid/i },
  { name: 'an event that is not kept', file: (lines) => sealed([...lines, event('task.progressed', {}, { taskId: 'first' })]), message: /seq|no event that is kept/ },
  { name: 'a payload with a field more', file: (lines) => sealed(replaced(lines, 'run.started', (one) => ({ ...one, payload: { grant: 'all' } }))), message: /unrecognized key/i },
  { name: 'a conversation of this Heron', file: (lines) => sealed(replaced(lines, 'run.started', (one) => ({ ...one, conversationId: `cnv_${'0'.repeat(26)}` }))), message: /unrecognized key/i },
  { name: 'an id of its own', file: (lines) => sealed(replaced(lines, 'run.started', (one) => ({ ...one, seq: 1 }))), message: /unrecognized key/i },
  { name: 'a plan that is none', file: (lines) => sealed(replaced(lines, 'run.created', (one) => ({ ...one, payload: { plan: [] } }))), message: /plan/ },
  { name: 'a change of no kind', file: (lines) => sealed([...lines, { change: { path: '/a', kind: 'executed', taskId: 'first', undone: false } }]), message: /kind|invalid/i },
];

async function goodBundle() {
  const world = openWorld();
  const run = await world.run([{ id: 'first', action: 'sum.add', input: { a: 1 } }]);
  const { bytes } = await exported(world.bundles, run.id);
  const lines = gunzipSync(bytes).toString().trim().split('\n').map((line) => JSON.parse(line) as Line);
  return { bytes, lines: lines.slice(0, -1) };
}

describe('a file that is no bundle, or not as Heron made it, is refused, and nothing is kept of it', () => {
  test.each(cases)('$name', async ({ file, code = 'invalid-input', message, line }) => {
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
  const paths = ['../../../outside', '/etc/cron.d/evil', 'C:\\Windows\\evil.exe', 'a\u202Etxt.exe', '<img src=x onerror=alert(1)>'];
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
  const made = planned.toSpliced(at, 0, event('task.completed', { attempt: 1, output: stolen, says: '' }, { taskId: 'bait' }));
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
  const { runId } = await world.open(sealed([...lines, event('permission.denied', { need, rule: 'x' }, { taskId: 'first' })]));
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
