import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { reportCrash } from '../../base/crash-report.ts';
import { createLogger, logFiles } from '../../base/logger.ts';
import { createHealth, type HealthParts } from './service.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function open(changes: Partial<HealthParts> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'heron-health-'));
  folders.push(folder);
  mkdirSync(join(folder, 'logs'));
  const logFile = join(folder, 'logs', 'heron.log');
  const health = createHealth({
    version: '1.2.3',
    program: 'headless',
    dataFolder: folder,
    logFiles: () => logFiles(logFile),
    logFolder: join(folder, 'logs'),
    report: {
      crashFolder: join(folder, 'logs', 'crashes'),
      redactor: () => ({ survey: () => undefined, json: (value) => value }),
      facts: () => ({}),
    },
    failures: { count: (since) => ({ since, tasks: {}, runs: {}, isCut: false }) },
    probes: [],
    clock: () => 1000,
    memoryBytes: () => 50 * 1024 * 1024,
    ...changes,
  });
  return { folder, logFile, health };
}

test('health says what runs where, and how each component is', async () => {
  const { health, folder } = open({
    probes: [
      { name: 'database', check: () => ({ state: 'ok', message: 'Open' }) },
      { name: 'workers', check: async () => ({ state: 'degraded', message: '1 of 7 failed' }) },
      {
        name: 'model',
        check: () => {
          throw new Error('No answer');
        },
      },
    ],
  });
  expect(await health.get()).toEqual({
    version: '1.2.3',
    node: process.versions.node,
    program: 'headless',
    dataFolder: folder,
    startedAt: 1000,
    memoryMb: 50,
    components: [
      { name: 'database', state: 'ok', message: 'Open' },
      { name: 'workers', state: 'degraded', message: '1 of 7 failed' },
      { name: 'model', state: 'failed', message: 'No answer' },
    ],
  });
});

test('a probe that never answers does not hold health up', async () => {
  const { health } = open({
    probes: [{ name: 'stuck', check: () => new Promise(() => {}) }],
    probeTimeLimitMs: 20,
  });
  expect((await health.get()).components).toEqual([
    { name: 'stuck', state: 'failed', message: 'No answer within 0.02 s' },
  ]);
});

test('the log is read newest first, from the level asked for', () => {
  const { health, logFile } = open();
  const logger = createLogger(logFile, 'debug');
  logger.debug('looking');
  logger.info('started', { port: 7 });
  logger.from('workers').warn('crashed');
  expect(health.logs({ level: 'info', limit: 10 })).toEqual([
    { at: expect.any(Number), level: 'warn', source: 'workers', message: 'crashed' },
    { at: expect.any(Number), level: 'info', source: 'engine', message: 'started', details: { port: 7 } },
  ]);
  expect(health.logs({ level: 'debug', limit: 10 })).toHaveLength(3);
  expect(health.logs({ level: 'debug', limit: 1 })).toMatchObject([{ message: 'crashed' }]);
});

test('a query looks into message, source and details', () => {
  const { health, logFile } = open();
  const logger = createLogger(logFile, 'info');
  logger.info('Zipped', { path: '/tmp/Photos.zip' });
  logger.from('planner').info('Asked');
  const found = (query: string) => health.logs({ level: 'info', query, limit: 10 }).map((line) => line.message);
  expect(found('photos')).toEqual(['Zipped']);
  expect(found('PLANNER')).toEqual(['Asked']);
  expect(found('nothing')).toEqual([]);
});

test('of one worker there is what it wrote and what was written about it', () => {
  const { health, logFile } = open();
  const logger = createLogger(logFile, 'info');
  logger.from('worker mail').info('Fetched');
  logger.from('worker mailbox').info('Sorted');
  logger.from('workers').warn('It crashed', { workerId: 'mail' });
  logger.info('started');
  const lines = health.logs({ level: 'info', workerId: 'mail', limit: 10 });
  expect(lines.map(({ message }) => message)).toEqual(['It crashed', 'Fetched']);
});

test('lines that lie across blocks come out whole, and older ones from the file before', () => {
  const { health, logFile } = open();
  const line = (at: number) =>
    JSON.stringify({ at, level: 'info', source: 'engine', message: `${at} ${'ä€'.repeat(500)}` });
  const lines = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => `${line(from + index)}\n`);
  writeFileSync(`${logFile}.1`, lines(1, 51).join(''));
  writeFileSync(logFile, lines(51, 301).join(''));
  const all = health.logs({ level: 'info', limit: 2000 });
  expect(all.map(({ at }) => at)).toEqual(Array.from({ length: 300 }, (_, index) => 300 - index));
  expect(all.every(({ at, message }) => message === `${at} ${'ä€'.repeat(500)}`)).toBe(true);
});

test('a line that is not whole is shown as such', () => {
  const { health, logFile } = open();
  createLogger(logFile, 'info').info('fine');
  appendFileSync(logFile, '{"at":1,"level":"in\n');
  expect(health.logs({ level: 'warn', limit: 10 })).toMatchObject([
    { level: 'warn', source: 'log', message: 'Unreadable line: {"at":1,"level":"in' },
  ]);
});

test('without a log file there are no lines', () => {
  expect(open().health.logs({ level: 'debug', limit: 10 })).toEqual([]);
});

test('the folder of the log is opened by a program that can, and told by every other', async () => {
  const { health, folder } = open();
  expect(health.logFolder()).toEqual({ path: join(folder, 'logs'), canOpen: false });
  await expect(health.openLogFolder()).rejects.toMatchObject({ code: 'unsupported' });
  const opened: string[] = [];
  const app = open({ openFolder: async (path) => void opened.push(path) });
  await app.health.openLogFolder();
  await app.health.openDataFolder();
  expect(opened).toEqual([join(app.folder, 'logs'), (await app.health.get()).dataFolder]);
});

test('crash reports are listed newest first, read, and deleted; one that is damaged is said to be', async () => {
  const { folder, health, logFile } = open();
  expect(health.crashes()).toEqual([]);
  const crashes = join(folder, 'logs', 'crashes');
  const parts = { folder: crashes, logFile, logger: createLogger(logFile, 'info'), version: '1.2.3' };
  const error = new TypeError('The first line\nand a second');
  const path = reportCrash({ ...parts, scrub: (text) => text.replaceAll('first', 'only') }, error);
  writeFileSync(join(crashes, '2020-01-01.json'), '{"at":1');
  writeFileSync(join(crashes, 'notes.txt'), 'none of ours');
  utimesSync(join(crashes, '2020-01-01.json'), 7, 7);
  const [newest, oldest, ...more] = health.crashes();
  expect(more).toEqual([]);
  expect(newest).toMatchObject({ version: '1.2.3', what: 'TypeError: The only line' });
  expect(path).toBe(join(crashes, `${newest?.id}.json`));
  expect(oldest).toEqual({ id: '2020-01-01', at: 7000, what: 'This report is damaged' });
  expect(await health.crash(newest?.id ?? '')).toContain('and a second');
  expect(await health.crash('2020-01-01')).toBe('{"at":1');
  health.removeCrash('2020-01-01');
  expect(() => health.removeCrash('2020-01-01')).toThrow('There is no crash report 2020-01-01');
  await expect(health.crash('2020-01-01')).rejects.toMatchObject({ code: 'not-found' });
  expect(health.crashes().map(({ id }) => id)).toEqual([newest?.id]);
});
