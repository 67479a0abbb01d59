import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acquireEngineLock } from './engine-lock.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-lock-'));
  file = join(folder, 'data', 'engine.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const source = pathToFileURL(join(import.meta.dirname, 'engine-lock.ts')).href;

async function holdElsewhere() {
  const program = `
    const { acquireEngineLock } = await import(${JSON.stringify(source)});
    acquireEngineLock(${JSON.stringify(file)});
    console.log('held');
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

test('a second engine is refused and told which process has the folder', async () => {
  const child = await holdElsewhere();
  expect(() => acquireEngineLock(file)).toThrow(
    `Another Heron (process ${child.pid}) is using ${join(folder, 'data')}`,
  );
  child.kill('SIGKILL');
  await once(child, 'exit');
});

test('a lock whose holder was killed is free at once', async () => {
  const child = await holdElsewhere();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const lock = acquireEngineLock(file);
  expect(() => acquireEngineLock(file)).toThrow(`process ${process.pid}`);
  lock.release();
});

test('a released lock can be taken again, also in the same process', () => {
  const first = acquireEngineLock(file);
  expect(() => acquireEngineLock(file)).toThrow(`process ${process.pid}`);
  first.release();
  acquireEngineLock(file).release();
});

test('a lock that cannot be a file is named', () => {
  mkdirSync(file, { recursive: true });
  expect(() => acquireEngineLock(file)).toThrow(/The lock .*engine\.lock cannot be used/);
});

test('a data folder that is a file is called that', () => {
  writeFileSync(join(folder, 'data'), '');
  expect(() => acquireEngineLock(file)).toThrow(`${join(folder, 'data')} is a file, not a folder`);
});
