import { ORPCError } from '@orpc/client';
import { expect, test } from 'vitest';
import { patchSettings, type Settings, type SettingsPatch } from '../../../contract/settings.ts';
import { createFakeEngine, testEvent } from '../../engine/fake-engine.ts';
import { fakeSettings as settings } from './fake-settings.ts';
import { createSettings } from './store.ts';

const hashes = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(22));

/** An engine whose settings somebody else may change (`elsewhere`); its hash counts the changes. */
function setUp(isRefusing = false) {
  let kept = settings;
  let changes = 0;
  const reading = () => ({
    settings: kept,
    hash: hashes[changes] ?? '',
    file: { path: '/data/settings.json', issues: [] },
    undoes: changes > 0 ? ['theme'] : [],
  });
  const change = (next: Settings): Settings => {
    changes += 1;
    return (kept = next);
  };
  const engine = createFakeEngine((os) => ({
    settings: {
      read: os.settings.read.handler(reading),
      update: os.settings.update.handler(({ input: { baseHash, ...patch } }) => {
        if (isRefusing) throw new Error('refused');
        if (baseHash !== undefined && baseHash !== hashes[changes]) {
          throw new ORPCError('CONFLICT', { data: { code: 'conflict', message: 'changed meanwhile' } });
        }
        return change(patchSettings(kept, patch));
      }),
      undo: os.settings.undo.handler(() => {
        change(settings);
        return reading();
      }),
    },
  }));
  const store = createSettings(engine);
  const elsewhere = (patch: SettingsPatch): Settings => change(patchSettings(kept, patch));
  return { engine, store, elsewhere, kept: () => kept, now: () => store.state.getState().settings };
}

test('a change shows at once and one limit leaves the others alone', async () => {
  const { store, now } = setUp();
  await store.read();
  const saving = store.update({ concurrency: { shell: 1 } });
  expect(now()?.concurrency).toEqual({ browser: 2, cpu: 2, files: 4, model: 4, network: 8, shell: 1 });
  await saving;
  expect(now()?.concurrency.shell).toBe(1);
});

test('what is asked about the settings that are shown waits until the engine has them', async () => {
  const { store, kept } = setUp();
  await store.read();
  void store.update({ theme: 'dark' });
  expect(kept().theme).toBe('system');
  await store.settled();
  expect(kept().theme).toBe('dark');
});

test('a refused change goes back to what it was', async () => {
  const { store, now } = setUp(true);
  await store.read();
  await expect(store.update({ theme: 'dark' })).rejects.toThrow();
  expect(now()?.theme).toBe('system');
});

test('a change made in another window shows here', async () => {
  const { engine, store, now } = setUp();
  await store.read();
  engine.emit(testEvent('settings.changed', { settings: { ...settings, theme: 'dark' } }));
  expect(now()?.theme).toBe('dark');
});

test('a change goes on top of what somebody else changed meanwhile [GW-02]', async () => {
  const { store, elsewhere, kept } = setUp();
  await store.read();
  elsewhere({ logLevel: 'debug', concurrency: { cpu: 7 } });
  await store.update({ theme: 'dark', concurrency: { shell: 1 } });
  expect(kept()).toMatchObject({ theme: 'dark', logLevel: 'debug', concurrency: { cpu: 7, shell: 1 } });
  expect(store.state.getState().clash).toBeUndefined();
});

test('of two who change the same one is asked which holds, and nothing is changed before [GW-02]', async () => {
  const { store, elsewhere, kept, now } = setUp();
  await store.read();
  elsewhere({ concurrency: { cpu: 7 } });
  await store.update({ concurrency: { cpu: 3 } });
  expect(store.state.getState().clash?.rows).toEqual([{ key: 'concurrency.cpu', mine: '3', theirs: '7' }]);
  expect(now()?.concurrency.cpu).toBe(7);
  await store.settle('theirs');
  expect(kept().concurrency.cpu).toBe(7);
  elsewhere({ theme: 'light' });
  await store.update({ theme: 'dark' });
  await store.settle('mine');
  expect(kept().theme).toBe('dark');
  expect(store.state.getState().clash).toBeUndefined();
});

test('changes one right after the other are in nobody’s way', async () => {
  const { store, kept } = setUp();
  await store.read();
  await Promise.all([store.update({ theme: 'dark' }), store.update({ theme: 'light' })]);
  expect(kept().theme).toBe('light');
});

test('what is on its way stays shown while earlier changes come back, so that the next one builds on it', async () => {
  const { store, kept } = setUp();
  await store.read();
  const changes = [store.update({ theme: 'dark' }), store.update({ maths: false })];
  const shown: (boolean | undefined)[] = [];
  store.state.subscribe((state) => shown.push(state.settings?.maths));
  await Promise.all(changes);
  expect(shown.length).toBeGreaterThan(1);
  expect(shown).not.toContain(true);
  expect(kept()).toMatchObject({ theme: 'dark', maths: false });
});

test('the last change is undone, and what undoing would put back is known', async () => {
  const { store, now } = setUp();
  await store.read();
  expect(store.state.getState().about?.undoes).toEqual([]);
  await store.update({ theme: 'dark' });
  expect(store.state.getState().about?.undoes).toEqual(['theme']);
  await store.undo();
  expect(now()?.theme).toBe('system');
});
