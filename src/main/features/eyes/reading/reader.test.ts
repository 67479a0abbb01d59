import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, expect, test } from 'vitest';
import { silentLogger } from '../../../base/silent-logger.ts';
import { createReader } from './reader.ts';

const appFolder = join(import.meta.dirname, '../../../../..');
const reader = createReader({ nodeBinary: process.execPath, appFolder, logger: silentLogger });
afterAll(reader.close);

const screenshot = readFileSync(join(import.meta.dirname, '../fixtures/dark-screen.png'));

test('light letters on a dark screen are read, each with its place; a process that is killed is started again [MM-05]', async () => {
  const { text, words } = await reader.read(screenshot);
  expect(text).toContain('Allow all 12 permissions for this');
  const found = words.find((word) => word.text === 'permissions');
  expect(found?.confidence).toBeGreaterThan(0.8);
  // The picture is 390 points wide; the word stands right of its middle.
  expect(found?.box.x).toBeGreaterThan(0.2);
  expect(found?.box.width).toBeLessThan(0.4);

  const again = reader.read(screenshot);
  await expect.poll(reader.pid).toBeDefined();
  process.kill(reader.pid()!, 'SIGKILL');
  await expect(again).rejects.toMatchObject({ code: 'worker-crashed' });
  await expect(reader.read(screenshot)).resolves.toMatchObject({ text });
});

test('what is no picture, and what is too large to be one, is refused and breaks nothing', async () => {
  await expect(reader.read(Buffer.from('no picture'))).rejects.toMatchObject({
    code: 'invalid-input',
    details: { path: 'picture' },
  });
  await expect(reader.read(screenshot.subarray(0, 2000))).rejects.toMatchObject({ code: 'invalid-input' });
  const huge = Buffer.from(screenshot);
  huge.writeUInt32BE(100_000, 16);
  huge.writeUInt32BE(100_000, 20);
  await expect(reader.read(huge)).rejects.toMatchObject({ code: 'limit-exceeded' });
  const blank = PNG.sync.write(new PNG({ width: 60, height: 40 }));
  await expect(reader.read(blank)).resolves.toMatchObject({ text: '', words: [] });
});

test('who gives up waits no longer; without its files it says what to do', async () => {
  const stop = new AbortController();
  const given = reader.read(screenshot, stop.signal);
  stop.abort(new Error('no longer wanted'));
  await expect(given).rejects.toThrow('no longer wanted');
  const bare = createReader({ nodeBinary: process.execPath, appFolder: '/nowhere', logger: silentLogger });
  expect(bare.missing()).toContain('install Heron again');
  await expect(bare.read(screenshot)).rejects.toMatchObject({ code: 'unsupported' });
});
