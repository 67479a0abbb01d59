import { expect, test } from 'vitest';
import { usualManners } from '../../../contract/manners.ts';
import { defaultPolicy } from '../../../contract/policy.ts';
import { usualPacing } from '../../../contract/pacing.ts';
import { usualPatience } from '../../../contract/patience.ts';
import { usualRouting } from '../../../contract/routing.ts';
import { noShares, noSpendingLimits, usualFailover } from '../../../contract/spending.ts';
import { usualCalls } from '../../../contract/calls.ts';
import { defaultEyes } from '../../../contract/eyes.ts';
import { defaultGestures } from '../../../contract/gestures.ts';
import { defaultVoice } from '../../../contract/voice.ts';
import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { type Database, openDatabase } from '../../base/database.ts';
import { createEventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import { stateHash } from '../../base/state-hash.ts';
import { createSettings } from './service.ts';
import { settingsStore } from './store.ts';

function open(database: Database = openDatabase({ file: ':memory:' })) {
  const log = createEventLog({ database, makeId: createIds(), clock: Date.now });
  const changes: Settings[] = [];
  const settings = createSettings({
    log,
    store: settingsStore(database),
    processors: 8,
    issuesOf: ({ policy }) =>
      policy?.deny?.[0] === 'nobody' ? [{ path: 'policy.deny.0', message: 'there is no worker nobody' }] : [],
    onChange: (changed) => changes.push(changed),
    file: () => ({ path: '/data/settings.json', issues: [] }),
  });
  return { database, log, settings, changes };
}

function store(database: Database, key: string, value: string): void {
  database.prepare('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)').run(key, value);
}

test('what nobody has set is at its default', () => {
  expect(open().settings.get()).toEqual({
    theme: 'system',
    logLevel: 'info',
    durability: 'full',
    paused: false,
    window: { startAtLogin: false, closeToTray: false, quickAskShortcut: 'Control+Shift+Space' },
    language: 'system',
    maths: true,
    tips: true,
    manner: usualManners,
    shortcuts: {},
    updates: 'off',
    errorWorkflow: '',
    concurrency: { browser: 2, cpu: 8, files: 4, model: 4, network: 8, shell: 2 },
    lanes: {
      ...{ conversations: 4, mode: 'collect', debounceMs: 1000, channels: [], cap: 20 },
      ...{ whenFull: 'summarise', replies: [] },
    },
    circuit: { windowCalls: 20, windowMs: 600_000, leastCalls: 10, errorPercent: 50, openMs: 30_000, probes: 1 },
    workerPauseMs: 30_000,
    workerIdleMs: 1_800_000,
    workerProcesses: 20,
    workerRecycleCalls: 10_000,
    workerRecycleMemoryPercent: 80,
    containers: { workers: [], fromRisk: 'off' },
    background: { perRun: 8, inAll: 32, memoryMb: 4096, programs: 1000, logMb: 16, minutes: 30 },
    enabledHooks: [],
    workerRules: { allow: [], deny: [], keys: [] },
    policy: defaultPolicy,
    attendedAnswerMs: 300_000,
    unattendedAnswerMs: 0,
    attachmentMb: 100,
    attachmentsPerMessage: 10,
    blobsPerRunMb: 4096,
    blobsKeptDays: 30,
    voice: defaultVoice,
    eyes: defaultEyes,
    gestures: defaultGestures,
    calls: usualCalls,
    agents: {
      ...{ model: '', steps: 25, repairs: 2, minutes: 0 },
      ...{ levels: 2, perAgent: 8, spawned: 8, spawnedTokens: 200_000, showThinking: false, named: [] },
    },
    memory: { flush: true, shownDays: 7, continueTokens: 150_000, continueHours: 24 },
    spending: noSpendingLimits,
    pacing: usualPacing,
    patience: usualPatience,
    routing: usualRouting,
    failover: usualFailover,
    shares: noShares,
    promptPack: 'plain',
    logFormat: 'pretty',
    otlpEndpoint: '',
    retention: { runsDays: 365, runsMaxMb: 10_240, undoDays: 90, undoMaxMb: 10_240, auditDays: 0, logsMaxMb: 40 },
  });
});

test('a change is kept, told as an event and to the engine, and leaves the rest alone', async () => {
  const { database, settings, log, changes } = open();
  const changed = await settings.update({ theme: 'dark', concurrency: { shell: 5 } });
  expect(changed).toMatchObject({ theme: 'dark', logLevel: 'info', concurrency: { cpu: 8, shell: 5 } });
  expect(changes).toEqual([changed]);
  expect(log.last('settings.changed', {})?.payload.settings).toEqual(changed);
  expect(open(database).settings.get()).toEqual(changed);
});

test('changes at the same moment both count', async () => {
  const { settings } = open();
  await Promise.all([settings.update({ concurrency: { cpu: 2 } }), settings.update({ concurrency: { files: 9 } })]);
  expect(settings.get().concurrency).toEqual({
    ...{ browser: 2, cpu: 2, files: 9, model: 4, network: 8, shell: 2 },
  });
});

test('a class of work that came after the limits were stored is at its default [OR-10]', () => {
  const { database, settings } = open();
  store(database, 'concurrency', '{"cpu":3,"files":1,"network":1,"shell":1}');
  expect(settings.get().concurrency).toEqual({ browser: 2, cpu: 3, files: 1, model: 4, network: 1, shell: 1 });
});

test.each<[object, string]>([
  [{ theme: 'pink' }, 'theme'],
  [{ concurrency: { cpu: 0 } }, 'concurrency.cpu'],
  [{ colour: 'red' }, 'colour'],
  [{ policy: { profile: 'huge' } }, 'policy.profile'],
  [{ policy: { deny: ['group:files', 'group:fils'] } }, 'policy.deny.1: there is no group:fils'],
  [{ policy: { allow: ['Archive!'] } }, 'policy.allow.0'],
  [{ policy: { trust: { bird: {} } } }, 'policy.trust'],
  [{ policy: { deny: ['nobody'] } }, 'policy.deny.0: there is no worker nobody'],
])('%j is refused with the name of the field, and nothing is changed', async (patch, field) => {
  const { settings, log, changes } = open();
  await expect(settings.update(patch as SettingsPatch)).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining(field),
  });
  expect(log.lastSeq()).toBe(0);
  expect(changes).toEqual([]);
});

test.each([
  ['theme', '"pink"', 'The stored setting theme makes no sense'],
  ['concurrency', '{"cpu":0,"files":1,"network":1,"shell":1}', 'The stored setting concurrency.cpu makes no sense'],
  ['workerIdleMs', '12', ''],
  ['logLevel', '{', 'The stored setting logLevel is damaged'],
])('the stored value %s = %s is never taken for a default', (key, value, message) => {
  const { database, settings } = open();
  store(database, key, value);
  if (!message) expect(settings.get().workerIdleMs).toBe(12);
  else expect(() => settings.get()).toThrow(message);
});

test('one setting is read by itself while another is damaged, and parts of the policy are set by themselves', async () => {
  const { database, settings } = open();
  await settings.update({ policy: { profile: 'coding', deny: ['group:net'] } });
  await settings.update({ policy: { deny: [] } });
  store(database, 'theme', '"pink"');
  expect(settings.one('policy')).toEqual({ ...defaultPolicy, profile: 'coding' });
  store(database, 'policy', '{"profile":"full"}');
  expect(() => settings.one('policy')).toThrow('The stored setting policy.allow makes no sense');
});

test('a damaged setting is put right by setting it', async () => {
  const { database, settings } = open();
  store(database, 'logLevel', '"loud"');
  await expect(settings.update({ theme: 'light' })).rejects.toMatchObject({
    code: 'storage',
    details: { key: 'logLevel' },
  });
  expect(await settings.update({ logLevel: 'warn' })).toMatchObject({ logLevel: 'warn' });
  store(database, 'concurrency', '7');
  await expect(settings.update({ concurrency: { cpu: 1 } })).rejects.toMatchObject({ code: 'storage' });
  const concurrency = { browser: 1, cpu: 1, files: 1, model: 1, network: 1, shell: 1 };
  expect(await settings.update({ concurrency })).toMatchObject({ concurrency });
});

test('who names settings that are others by now changes nothing, and is told [GW-02]', async () => {
  const { settings } = open();
  const { hash: baseHash } = settings.read();
  await settings.update({ theme: 'dark' }, { baseHash });
  const stale = settings.update({ theme: 'light' }, { baseHash });
  await expect(stale).rejects.toMatchObject({ code: 'conflict', details: { hash: settings.read().hash } });
  await expect(settings.replace({ ...settings.get(), theme: 'light' }, baseHash)).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(settings.get().theme).toBe('dark');
  const { hash } = settings.read();
  expect(await settings.replace({ ...settings.get(), theme: 'light' }, hash)).toMatchObject({
    settings: { theme: 'light' },
  });
});

test('of two who read the same, the second is refused though both ask at once [GW-02]', async () => {
  const { settings } = open();
  const { hash: baseHash } = settings.read();
  const both = await Promise.allSettled([
    settings.update({ theme: 'dark' }, { baseHash }),
    settings.update({ theme: 'light' }, { baseHash }),
  ]);
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
});

test('the same settings have the same hash, whatever the order of their fields', () => {
  const settings = open().settings.get();
  const turned = Object.fromEntries(Object.entries(settings).toReversed()) as Settings;
  expect(stateHash({ ...turned, policy: { ...settings.policy } })).toBe(stateHash(settings));
  expect(stateHash({ ...settings, theme: 'dark' })).not.toBe(stateHash(settings));
});

test('changes are undone one after the other, and only what they changed goes back', async () => {
  const { settings } = open();
  await settings.update({ theme: 'dark' });
  await settings.update({ logLevel: 'debug', concurrency: { cpu: 2 } });
  expect(settings.read().undoes).toEqual(['logLevel', 'concurrency']);
  expect(await settings.undo()).toMatchObject({
    settings: { theme: 'dark', logLevel: 'info', concurrency: { cpu: 8 } },
    undoes: ['theme'],
  });
  await settings.undo();
  expect(settings.read()).toMatchObject({ settings: { theme: 'system' }, undoes: [] });
  await expect(settings.undo()).rejects.toMatchObject({ code: 'not-found' });
  await settings.update({ theme: 'light' });
  expect(settings.read().undoes).toEqual(['theme']);
});
