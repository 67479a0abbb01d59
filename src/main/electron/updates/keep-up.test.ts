import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createKeepUp, type KeepUp, type KeepUpParts, type UpdateAnswer } from './keep-up.ts';
import { passOver, readPassedOver } from './passed-over.ts';
import { releasedName, type ReleaseServer, startReleaseServer } from './release-server.ts';
import type { UpdateState } from './update-state.ts';

let server: ReleaseServer;
let folder: string;
let installed: string;
let keepUp: KeepUp | undefined;
let states: (UpdateState | undefined)[];
let told: string[];
let shown: string[];
let offered: string[];
let answers: UpdateAnswer[];

beforeEach(async () => {
  server = await startReleaseServer();
  folder = mkdtempSync(join(tmpdir(), 'heron-keep-up-'));
  installed = join(folder, 'Heron.AppImage');
  writeFileSync(installed, 'one');
  [states, told, shown, offered, answers] = [[], [], [], [], []];
});
afterEach(async () => {
  keepUp?.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const updates = (): string => join(folder, 'updates');
const kinds = (): string[] => states.map((state) => state?.is ?? 'off');

function started(parts: Partial<KeepUpParts> = {}): KeepUp {
  keepUp?.close();
  states = [];
  return (keepUp = createKeepUp({
    ...{ place: server.place, current: '1.0.0', target: 'linux-x64', folder: updates(), program: installed },
    fetch: server.fetch,
    ask: async (version) => {
      offered.push(version);
      return answers.shift() ?? 'later';
    },
    tell: (text) => void told.push(text),
    show: (file) => void shown.push(file),
    onState: (state) => void states.push(state),
    logger: { warn: () => undefined },
    ...parts,
  }));
}
/** Until the look that goes on has come to its end. */
const ended = (): Promise<unknown> =>
  vi.waitFor(() => expect(kinds().at(-1)).toMatch(/^(idle|placed|failed)$/), { timeout: 10_000 });

test('nothing is asked of anybody until it is switched on, nor after it is switched off', async () => {
  server.publish('2.0.0', Buffer.from('two'));
  answers = ['fetch'];
  const it = started();
  it.heed(false);
  it.look();
  expect(server.asked).toEqual([]);
  it.heed(true);
  it.heed(true);
  await ended();
  expect(server.asked).toEqual(['/heron/release.json', '/heron/release.json.sig', `/heron/${releasedName}`]);
  expect(told).toEqual(['Heron 2.0.0 is in place and is used from the next start on.']);
  expect(readFileSync(installed, 'utf8')).toBe('two');
  it.heed(false);
  it.look();
  expect(server.asked).toHaveLength(3);
  expect(kinds()).toEqual(['looking', 'fetching', 'placed', 'off']);
});

test('what is in place leaves nothing behind where it was fetched to, and a newer one keeps the Heron that runs', async () => {
  server.publish('2.0.0', Buffer.from('two'));
  answers = ['fetch', 'fetch'];
  const it = started();
  it.heed(true);
  await ended();
  expect(existsSync(join(updates(), '2.0.0'))).toBe(false);
  it.look();
  await ended();
  expect(told.at(-1)).toBe('Heron 2.0.0 is the newest there is. It is used from the next start on.');
  server.publish('3.0.0', Buffer.from('three'));
  it.look();
  await vi.waitFor(() => expect(readFileSync(installed, 'utf8')).toBe('three'));
  expect(readFileSync(join(folder, '.Heron.AppImage.earlier'), 'utf8')).toBe('one');
});

test('one that is skipped is offered again only to who looks; one that is for later at the next start', async () => {
  server.publish('2.0.0', Buffer.from('two'));
  answers = ['later'];
  started().heed(true);
  await ended();
  answers = ['skip'];
  started().heed(true);
  await ended();
  expect(readPassedOver(updates())).toEqual({ '2.0.0': 'declined' });
  const it = started();
  it.heed(true);
  await ended();
  expect(offered).toEqual(['2.0.0', '2.0.0']);
  it.look();
  await vi.waitFor(() => expect(offered).toHaveLength(3));
  expect(readFileSync(installed, 'utf8')).toBe('one');
});

test('one that did not come up here is never offered again, and who looks is told why', async () => {
  server.publish('2.0.0', Buffer.from('two'));
  passOver(updates(), '2.0.0', 'failed');
  const it = started();
  it.heed(true);
  await ended();
  expect(told).toEqual([]);
  it.look();
  await vi.waitFor(() =>
    expect(told).toEqual(['Heron 2.0.0 is the newest there is. It did not come up here, so it is not offered again.']),
  );
  expect(offered).toEqual([]);
});

test('a package that Heron cannot put in place is shown, and removed once that version runs', async () => {
  server.publish('2.0.0', Buffer.from('two'));
  answers = ['fetch'];
  started({ program: undefined }).heed(true);
  await ended();
  expect(shown).toEqual([join(updates(), '2.0.0', releasedName)]);
  expect(told[0]).toContain('Install it when it suits you');
  const it = started({ program: undefined, current: '2.0.0' });
  it.heed(true);
  await ended();
  expect(existsSync(join(updates(), '2.0.0'))).toBe(false);
  it.look();
  await vi.waitFor(() => expect(told.at(-1)).toBe('Heron 2.0.0 is the newest there is.'));
});

test('what fails is told to who wanted it, and stands in the menu for who did not ask', async () => {
  started().heed(true);
  await ended();
  expect(states.at(-1)).toEqual({
    is: 'failed',
    because: 'https://releases.example/heron/release.json answered 404',
  });
  expect(told).toEqual([]);
  server.publish('2.0.0', Buffer.from('two'));
  server.files.set(`/heron/${releasedName}`, Buffer.from('owt'));
  answers = ['fetch'];
  keepUp?.look();
  await vi.waitFor(() =>
    expect(told).toEqual([expect.stringMatching(/^Heron 2\.0\.0 is not in place: .*thrown away$/)]),
  );
  expect(readFileSync(installed, 'utf8')).toBe('one');
});
