import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Settings } from '../../contract/settings.ts';
import { openDatabase, type Database } from '../base/database.ts';
import { createEventLog, type EventLog } from '../base/event-log.ts';
import { createIds } from '../base/ids.ts';
import { defaultSettings } from '../features/settings/service.ts';
import { type EngineShell, followEngine } from './engine-shell.ts';
import type { Notice } from '../../contract/notices.ts';
import type { ShellState } from './shell-state.ts';

const runId = `run_${'1'.repeat(26)}`;
const running = { id: runId, title: 'Zip the letters', tasks: { total: 2, completed: 1, failed: 0 }, asks: ['zip'] };

let folder: string;
let database: Database;
let log: EventLog;
let settings: Settings;
let following: EngineShell;
const shown: ShellState[] = [];
const told: Notice[] = [];
const obeyed: Settings[] = [];
let isWatched: boolean;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-shell-'));
  database = openDatabase({ file: join(folder, 'heron.db'), durability: 'normal' });
  log = createEventLog({ database, makeId: createIds(), clock: Date.now });
  settings = defaultSettings(4);
  isWatched = false;
  for (const list of [shown, told, obeyed]) list.splice(0);
  const client = {
    runs: { list: async () => [running] },
    // To read and to change one place is one question.
    permissions: {
      pending: async () => ['files.read', 'files.write', 'net'].map((capability) => ({ need: { capability } })),
    },
    mcp: { questions: async () => [{}] },
    settings: { get: async () => settings },
    events: {
      watch: async (filter: { after: number }, { signal }: { signal: AbortSignal }) => log.watch(filter, signal),
    },
  };
  following = followEngine({
    client: client as unknown as Parameters<typeof followEngine>[0]['client'],
    shell: { show: (state) => shown.push(state), tell: (notice) => told.push(notice) },
    isWatched: () => isWatched,
    onSettings: (next) => obeyed.push(next),
    onSchedules: () => undefined,
    logger: { warn: (message) => expect.fail(message) },
    lastSeq: log.lastSeq(),
  });
});
afterEach(async () => {
  following.close();
  await log.close();
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the icon tells what runs and waits, now and after each change', async () => {
  await expect
    .poll(() => shown.at(-1), { timeout: 30_000 })
    .toEqual({ isPaused: false, isListening: false, running: [running], waiting: 4 });
  settings = { ...settings, paused: true, voice: { ...settings.voice, isOn: true } };
  await log.append([{ type: 'settings.changed', payload: { settings } }]);
  await expect.poll(() => shown.at(-1), { timeout: 30_000 }).toMatchObject({ isPaused: true, isListening: true });
  expect(obeyed).toEqual([settings]);
});

test('what an older Heron wrote about its settings is nothing to obey', async () => {
  await log.append([{ type: 'settings.changed', payload: { settings: { theme: 'dark' } } }]);
  await log.append([{ type: 'settings.changed', payload: { settings } }]);
  await expect.poll(() => obeyed, { timeout: 30_000 }).toEqual([settings]);
});

test('the end of a run is told to who does not look, and to nobody else', async () => {
  await expect.poll(() => shown.length, { timeout: 30_000 }).toBeGreaterThan(0);
  isWatched = true;
  await log.append([{ type: 'run.completed', payload: {}, scope: { runId } }]);
  await log.append([{ type: 'settings.changed', payload: { settings } }]);
  await expect.poll(() => obeyed.length, { timeout: 30_000 }).toBe(1);
  expect(told).toEqual([]);
  isWatched = false;
  await log.append([{ type: 'run.completed', payload: {}, scope: { runId } }]);
  await expect.poll(() => told.map(({ title }) => title), { timeout: 30_000 }).toEqual(['Done: Zip the letters']);
});

test('of what starts by itself only the failure is told', async () => {
  const plan = { version: 1 as const, title: 'Back up', tasks: [] };
  const started = (id: string): Promise<unknown> => {
    const trigger = { id: `sch_${'1'.repeat(26)}`, kind: 'schedule' as const, delivery: '1' };
    const payload = { plan, source: 'person' as const, unattended: true, trigger };
    return log.append([{ type: 'run.created', payload, scope: { runId: id } }]);
  };
  const [done, failed] = [`run_${'2'.repeat(26)}`, `run_${'3'.repeat(26)}`];
  await started(done);
  await log.append([{ type: 'run.completed', payload: {}, scope: { runId: done } }]);
  await started(failed);
  const error = { code: 'internal' as const, message: 'gone' };
  await log.append([{ type: 'run.failed', payload: { error }, scope: { runId: failed } }]);
  await expect.poll(() => told.map((notice) => notice.title), { timeout: 30_000 }).toEqual(['Failed: Back up']);
});
