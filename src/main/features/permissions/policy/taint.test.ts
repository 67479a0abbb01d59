import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { PolicySettings } from '../../../../contract/policy.ts';
import { openDatabase } from '../../../base/database.ts';
import { makeId, openPermissions } from './fixtures/open-permissions.ts';

const page = 'https://stranger.example/page';

function folder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'heron-taint-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function question(permissions: ReturnType<typeof openPermissions>['permissions']) {
  await expect.poll(() => permissions.pending().length).toBe(1);
  return permissions.pending()[0]!;
}

describe('a run that has read a page', () => {
  test('is asked about a program in spite of its grant, and the question names the page [SB-17, X-05]', async () => {
    const { permissions, reach, allow, answer } = openPermissions();
    const who = { runId: makeId('run'), unattended: false };
    await allow(who.runId, 'shell', '/usr/bin/git');
    await answer(who, `${page}?token=secret#part`);
    const waiting = reach({ ...who, taskId: 't2' }, 'shell', '/usr/bin/git', { action: 'send' });
    const asked = await question(permissions);
    expect(asked.taint).toEqual([page]);
    await permissions.answer([{ requestId: asked.id, answer: 'always' }]);
    await waiting;
    // The answer was one to that task, whatever was said.
    expect(permissions.grants().map(({ scope }) => scope)).toEqual(['once', 'run']);
    const again = reach({ ...who, taskId: 't3' }, 'shell', '/usr/bin/git', { action: 'send' });
    const second = await question(permissions);
    await permissions.answer([{ requestId: second.id, answer: 'deny' }]);
    await expect(again).rejects.toMatchObject({ code: 'permission-denied' });
  });

  test('is not held up where nothing leaves the machine', async () => {
    const { reach, allow, answer } = openPermissions();
    const who = { runId: makeId('run') };
    await answer(who, page);
    await allow(who.runId, 'files.read', '/home/ada');
    await allow(who.runId, 'files.write', '/home/ada');
    await allow(who.runId, 'shell', '/usr/bin/ls');
    await reach(who, 'files.read', '/home/ada/a');
    await reach(who, 'files.write', '/home/ada/b');
    await reach(who, 'shell', '/usr/bin/ls');
  });

  test.each([
    ['another host', 'net', 'other.example', 'look'],
    ['a file with a secret', 'files.read', '/home/ada/.secret/key', 'look'],
    ['a secret', 'secrets', 'token', 'look'],
    ['what is final', 'files.write', '/home/ada/c', 'wipe'],
    ['a program', 'shell', '/usr/bin/curl', 'send'],
    ['written code', 'code', 'python', 'change'],
  ] as const)('unattended, %s is refused with the page named', async (_name, capability, target, action) => {
    const { reach, allow, answer } = openPermissions();
    const who = { runId: makeId('run') };
    await allow(who.runId, capability, target);
    await answer(who, page);
    await expect(reach(who, capability, target, { action })).rejects.toMatchObject({
      code: 'permission-missing',
      message: expect.stringContaining(`this run has read ${page}`),
    });
  });

  test('stays so for its life, in its sub-tasks and after a restart', async () => {
    const database = openDatabase({ file: ':memory:' });
    const first = openPermissions({ database });
    const who = { runId: makeId('run') };
    await first.answer({ ...who, taskId: 't1' }, page);
    const second = openPermissions({ database });
    await second.allow(who.runId, 'net', 'other.example');
    await expect(second.reach({ ...who, taskId: 't9' }, 'net', 'other.example')).rejects.toMatchObject({
      code: 'permission-missing',
    });
    expect(second.tainted()).toEqual([page]);
  });

  test('hands it on to later runs of its conversation, and to no other', async () => {
    const { permissions, reach, allow, answer, policy } = openPermissions();
    const conversationId = makeId('cnv');
    await answer({ runId: makeId('run'), conversationId }, page);
    const later = { runId: makeId('run'), conversationId, unattended: true };
    await permissions.ensure(later, [], new AbortController().signal);
    expect(policy.taintOf(later.runId)).toEqual([page]);
    await allow(later.runId, 'net', 'other.example');
    await expect(reach(later, 'net', 'other.example')).rejects.toMatchObject({ code: 'permission-missing' });
    const other = { runId: makeId('run'), conversationId: makeId('cnv'), unattended: true };
    await permissions.ensure(other, [], new AbortController().signal);
    expect(policy.taintOf(other.runId)).toEqual([]);
  });

  test('a yes counts for as much as it was told: what is read later asks again', async () => {
    const { permissions, reach, answer } = openPermissions();
    const who = { runId: makeId('run'), unattended: false };
    await answer(who, page);
    const waiting = reach(who, 'net', 'other.example');
    await permissions.answer([{ requestId: (await question(permissions)).id, answer: 'once' }]);
    await waiting;
    await reach(who, 'net', 'other.example');
    await answer(who, 'https://worse.example/');
    const again = reach(who, 'net', 'other.example');
    const asked = await question(permissions);
    expect(asked.taint).toEqual([page, 'https://worse.example/']);
    await permissions.answer([{ requestId: asked.id, answer: 'deny' }]);
    await expect(again).rejects.toMatchObject({ code: 'permission-denied' });
  });

  test('a yes to one command of a program that does whatever it is told is none to the next', async () => {
    const trust = { 'program:/bin/sh': { trustedSource: true, sensitive: false, trustedSink: false } };
    const { permissions, reach, allow, answer } = openPermissions({ settings: () => ({ trust }) });
    const who = { runId: makeId('run'), taskId: 't1', unattended: false };
    await allow(who.runId, 'shell', '/bin/sh');
    await answer(who, page);
    const first = reach(who, 'shell', '/bin/sh', { action: 'send', command: 'sh -c a' });
    const asked = await question(permissions);
    await permissions.answer([{ requestId: asked.id, answer: 'once' }]);
    await first;
    await reach(who, 'shell', '/bin/sh', { action: 'send', command: 'sh -c a' });
    const second = reach(who, 'shell', '/bin/sh', { action: 'send', command: 'sh -c b' });
    const again = await question(permissions);
    expect(again).toMatchObject({ need: { detail: 'sh -c b' }, taint: [page] });
    await permissions.answer([{ requestId: again.id, answer: 'deny' }]);
    await expect(second).rejects.toMatchObject({ code: 'permission-denied' });
  });
});

test('code that was written after a page was read is asked about; one that is believed is not', async () => {
  const trust = { 'worker:stranger': { trustedSource: true, sensitive: false, trustedSink: true } };
  const { permissions, reach, allow, answer } = openPermissions({ settings: () => ({ trust }) });
  const who = { runId: makeId('run'), taskId: 't1', unattended: false };
  await allow(who.runId, 'code', 'python');
  await allow(who.runId, 'code', 'python', 'stranger');
  await answer(who, page);
  await reach(who, 'code', 'python', { worker: 'stranger', command: 'print(1)' });
  const first = reach(who, 'code', 'python', { command: 'print(1)' });
  const asked = await question(permissions);
  expect(asked).toMatchObject({ need: { detail: 'print(1)' }, taint: [page] });
  await permissions.answer([{ requestId: asked.id, answer: 'once' }]);
  await first;
  await reach(who, 'code', 'python', { command: 'print(1)' });
  const other = reach(who, 'code', 'python', { command: 'print(2)' });
  const again = await question(permissions);
  expect(again.need.detail).toBe('print(2)');
  await permissions.answer([{ requestId: again.id, answer: 'deny' }]);
  await expect(other).rejects.toMatchObject({ code: 'permission-denied' });
});

test('a file that code is given is read as any other', async () => {
  const { reach, allow, tainted } = openPermissions();
  const who = { runId: makeId('run') };
  await allow(who.runId, 'code', 'python');
  await allow(who.runId, 'files.read', '/home/ada');
  await reach(who, 'files.read', '/home/ada/a.csv', { operation: 'code.run' });
  await reach(who, 'code', 'python', { command: 'print(1)' });
  expect(tainted()).toEqual([]);
  await reach(who, 'files.read', '/home/ada/Downloads/b.csv', { operation: 'code.run' });
  expect(tainted()).toEqual(['files in /home/ada/Downloads']);
});

describe('a file that such a run wrote', () => {
  async function writtenBy(database = openDatabase({ file: ':memory:' })) {
    const home = folder();
    const opened = openPermissions({ database, homeFolder: home });
    const writer = { runId: makeId('run') };
    const path = join(home, 'notes.txt');
    await opened.answer(writer, page);
    await opened.allow(writer.runId, 'files.write', home);
    await opened.reach(writer, 'files.write', path, { action: 'change' });
    writeFileSync(path, 'do as I say');
    await opened.end(writer);
    await opened.permissions.endRun(writer.runId);
    return { ...opened, home, path, database };
  }

  async function sourcesOfReading(
    opened: ReturnType<typeof openPermissions>,
    path: string,
  ): Promise<readonly string[]> {
    const reader = { runId: makeId('run') };
    await opened.allow(reader.runId, 'files.read', path);
    await opened.reach(reader, 'files.read', path);
    return opened.policy.taintOf(reader.runId);
  }

  test('marks whoever reads it, with the page it goes back to, also after a restart [X-05]', async () => {
    const { database, home, path } = await writtenBy();
    expect(await sourcesOfReading(openPermissions({ database, homeFolder: home }), path)).toEqual([page]);
  });

  test('is known under another name, and whoever moves it takes the label along', async () => {
    const opened = await writtenBy();
    const other = join(opened.home, 'renamed.txt');
    renameSync(opened.path, other);
    expect(await sourcesOfReading(opened, other)).toEqual([page]);
    const mover = { runId: makeId('run') };
    const place = join(opened.home, 'place.txt');
    await opened.allow(mover.runId, 'files.write', opened.home);
    await opened.reach(mover, 'files.write', other, { action: 'change', operation: 'files.move' });
    await opened.reach(mover, 'files.write', place, { action: 'change', operation: 'files.move' });
    expect(await sourcesOfReading(opened, join(place, 'below'))).toEqual([page]);
  });

  test('what was written before the page was read is clean; what was still being written is not', async () => {
    const home = folder();
    const opened = openPermissions({ homeFolder: home });
    const who = { runId: makeId('run') };
    await opened.allow(who.runId, 'files.write', home);
    await opened.reach({ ...who, taskId: 'before' }, 'files.write', join(home, 'before'), { action: 'change' });
    await opened.end({ ...who, taskId: 'before' });
    await opened.reach({ ...who, taskId: 'during' }, 'files.write', join(home, 'during'), { action: 'change' });
    await opened.answer({ ...who, taskId: 'during' }, page);
    expect(await sourcesOfReading(opened, join(home, 'before'))).toEqual([]);
    expect(await sourcesOfReading(opened, join(home, 'during'))).toEqual([page]);
  });

  test('asking whether it is there, or what lies in its folder, reads nothing', async () => {
    const opened = await writtenBy();
    const who = { runId: makeId('run') };
    await opened.allow(who.runId, 'files.read', opened.home);
    await opened.reach(who, 'files.read', opened.path, { operation: 'files.status' });
    await opened.reach(who, 'files.read', opened.home, { operation: 'files.list' });
    expect(opened.policy.taintOf(who.runId)).toEqual([]);
  });
});

describe('sources', () => {
  const trusting = { trustedSource: true, sensitive: false, trustedSink: true };

  async function sourcesOf(
    read: (opened: ReturnType<typeof openPermissions>, who: { runId: string }) => Promise<unknown>,
    trust: PolicySettings['trust'] = {},
  ): Promise<readonly string[]> {
    const opened = openPermissions({ settings: () => ({ trust }) });
    const who = { runId: makeId('run') };
    for (const capability of ['files.read', 'shell', 'net'] as const) {
      await opened.allow(who.runId, capability, capability === 'files.read' ? '/' : '/usr/bin/git');
    }
    await opened.allow(who.runId, 'shell', '/usr/bin/ps');
    await read(opened, who);
    return opened.policy.taintOf(who.runId);
  }

  test.each([
    ['/home/ada/notes.txt', []],
    ['/home/ada/Downloads/form.pdf', ['files in /home/ada/Downloads']],
    ['/media/stick/deep/down/x.txt', ['files in /media/stick/deep']],
  ] as const)('the file %s', async (path, sources) => {
    expect(await sourcesOf((opened, who) => opened.reach(who, 'files.read', path))).toEqual(sources);
  });

  test('a folder a person vouched for is none, one they warned of is', async () => {
    const trust = {
      'folder:/media/stick': trusting,
      'folder:~/inbox': { ...trusting, trustedSource: false },
    };
    const read = (path: string) => sourcesOf((opened, who) => opened.reach(who, 'files.read', path), trust);
    expect(await read('/media/stick/deep/x.txt')).toEqual([]);
    expect(await read('/home/ada/inbox/x.txt')).toEqual(['files in /home/ada/inbox']);
  });

  test('a program may have printed anything, unless it only tells about this machine or was vouched for', async () => {
    const start = (path: string, trust = {}) => sourcesOf((opened, who) => opened.reach(who, 'shell', path), trust);
    expect(await start('/usr/bin/git')).toEqual(['what git printed']);
    expect(await start('/usr/bin/ps')).toEqual([]);
    expect(await start('/usr/bin/git', { 'program:git': trusting })).toEqual([]);
  });

  test('a host that was vouched for is none', async () => {
    const get = (trust: PolicySettings['trust']) => sourcesOf((opened, who) => opened.answer(who, page), trust);
    expect(await get({})).toEqual([page]);
    expect(await get({ 'host:stranger.example': trusting })).toEqual([]);
  });

  test('an installed worker counts as the worst until a person says otherwise, whatever its manifest says [SB-16]', async () => {
    const use = (trust: PolicySettings['trust']) => sourcesOf((opened, who) => opened.end(who, 'stranger'), trust);
    expect(await use({})).toEqual(['the worker stranger']);
    expect(await use({ 'worker:stranger': trusting })).toEqual([]);
    const bundled = await sourcesOf((opened, who) => opened.end(who, 'tools'));
    expect(bundled).toEqual([]);
  });

  test('a run that reads without end keeps a hundred names', async () => {
    const sources = await sourcesOf(async (opened, who) => {
      for (let index = 0; index < 150; index += 1) await opened.answer(who, `${page}/${index}`);
    });
    expect(sources).toHaveLength(100);
  });
});

test('a folder made on the way is no label for what others put there', async () => {
  const home = folder();
  const opened = openPermissions({ homeFolder: home });
  const who = { runId: makeId('run') };
  const made = join(home, 'made');
  await opened.answer(who, page);
  await opened.allow(who.runId, 'files.write', home);
  await opened.reach(who, 'files.write', made, { action: 'change', operation: 'files.makeFolder' });
  mkdirSync(made);
  await opened.permissions.endRun(who.runId);
  const reader = { runId: makeId('run') };
  await opened.allow(reader.runId, 'files.read', home);
  writeFileSync(join(made, 'mine.txt'), 'mine');
  await opened.reach(reader, 'files.read', join(made, 'mine.txt'));
  expect(opened.policy.taintOf(reader.runId)).toEqual([]);
});

test('a run that is handed what another made begins with what that one had read, also after a restart [SB-17]', async () => {
  const database = openDatabase({ file: ':memory:' });
  const first = openPermissions({ database });
  const [maker, reader, other] = [makeId('run'), makeId('run'), makeId('run')];
  await first.answer({ runId: maker }, page);
  const second = openPermissions({ database });
  await second.policy.readings.handed({ runId: reader }, [maker, other]);
  await second.policy.readings.handed({ runId: other }, [other]);
  expect(second.policy.taintOf(reader)).toEqual([page]);
  expect(second.policy.taintOf(other)).toEqual([]);
  await second.allow(reader, 'net', 'other.example');
  await expect(second.reach({ runId: reader }, 'net', 'other.example')).rejects.toMatchObject({
    code: 'permission-missing',
  });
});
