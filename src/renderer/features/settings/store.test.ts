import { expect, test } from 'vitest';
import { defaultCircuit } from '../../../contract/circuits.ts';
import { defaultPolicy } from '../../../contract/policy.ts';
import { patchSettings, type Settings } from '../../../contract/settings.ts';
import { createFakeEngine, testEvent } from '../../engine/fake-engine.ts';
import { createSettings } from './store.ts';

const settings: Settings = {
  theme: 'system',
  logLevel: 'info',
  durability: 'full',
  paused: false,
  window: { startAtLogin: false, closeToTray: false, quickAskShortcut: 'Control+Shift+Space' },
  updates: 'off',
  concurrency: { browser: 2, cpu: 2, files: 4, model: 4, network: 8, shell: 2 },
  circuit: defaultCircuit,
  workerPauseMs: 10_000,
  workerIdleMs: 60_000,
  workerProcesses: 20,
  workerRecycleCalls: 10_000,
  workerRecycleMemoryPercent: 80,
  containers: { workers: [], fromRisk: 'off' },
  background: { perRun: 8, inAll: 32, memoryMb: 4096, logMb: 16, minutes: 30 },
  enabledHooks: [],
  workerRules: { allow: [], deny: [], keys: [] },
  policy: defaultPolicy,
  attendedAnswerMs: 300_000,
  unattendedAnswerMs: 0,
  blobsPerRunMb: 4096,
  blobsKeptDays: 30,
  logFormat: 'pretty',
  otlpEndpoint: '',
  retention: { runsDays: 365, runsMaxMb: 10_240, undoDays: 90, undoMaxMb: 10_240, auditDays: 0, logsMaxMb: 40 },
};

function setUp(isRefusing = false) {
  const engine = createFakeEngine((os) => ({
    settings: {
      get: os.settings.get.handler(() => settings),
      update: os.settings.update.handler(({ input }) => {
        if (isRefusing) throw new Error('refused');
        return patchSettings(settings, input);
      }),
    },
  }));
  const store = createSettings(engine);
  return { engine, store, now: () => store.state.getState().settings };
}

test('a change shows at once and one limit leaves the others alone', async () => {
  const { store, now } = setUp();
  await store.read();
  const saving = store.update({ concurrency: { shell: 1 } });
  expect(now()?.concurrency).toEqual({ browser: 2, cpu: 2, files: 4, model: 4, network: 8, shell: 1 });
  await saving;
  expect(now()?.concurrency.shell).toBe(1);
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
