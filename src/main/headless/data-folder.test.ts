import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dataFolder, dataPaths } from '../base/paths.ts';
import { findApp } from './app-folder.ts';
import { runCommandLine } from './command-line.ts';
import { recordingTerminal } from './recording-terminal.ts';

const root = join(import.meta.dirname, '../../..');
const usual = join(homedir(), '.local/share/heron');

test.each([
  [{ HERON_DATA_DIR: '/elsewhere', XDG_DATA_HOME: '/data' }, '/elsewhere'],
  [{ XDG_DATA_HOME: '/data' }, '/data/heron'],
  [{ HERON_DATA_DIR: '', XDG_DATA_HOME: '' }, usual],
  [{ XDG_DATA_HOME: 'data' }, usual],
  [{}, usual],
])('with %j everything lies in %s, never where Heron happened to be started', (environment, folder) => {
  expect(dataFolder(environment, 'linux')).toBe(folder);
});

test('an empty --data-dir is no folder, and nothing is written where the command was given', async () => {
  const work = realpathSync(mkdtempSync(join(tmpdir(), 'heron-here-')));
  onTestFinished(() => rmSync(work, { recursive: true, force: true }));
  const terminal = recordingTerminal({ cwd: work, environment: { PATH: process.env['PATH'], HOME: work } });
  const code = await runCommandLine(['--data-dir', '', 'workers'], { terminal, app: findApp(import.meta.dirname) });
  expect(code).toBe(2);
  expect(terminal.errLines.join('\n')).toContain('--data-dir names no folder');
  expect(readdirSync(work)).toEqual([]);
});

test.skipIf(!existsSync(join(root, '.git')))(
  'a data folder in the sources is never committed, whatever its name (skipped outside of a clone)',
  () => {
    const { database, lock, socket, access, auditHead, starts, vault } = dataPaths('/x');
    const telling = [database, lock, socket, access, auditHead, starts, vault].map((file) => relative('/x', file));
    const paths = [
      ...telling.map((file) => `any/place/${file}`),
      'heron/settings.json',
      'heron/undo/a',
      'any/heron.db-wal',
    ];
    const ignored = execFileSync('git', ['check-ignore', '--no-index', ...paths], { cwd: root, encoding: 'utf8' });
    expect(ignored.trim().split('\n')).toEqual(paths);
    const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n');
    expect(tracked.filter((path) => telling.includes(basename(path)))).toEqual([]);
  },
);
