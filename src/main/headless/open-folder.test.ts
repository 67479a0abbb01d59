import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { folderOpener } from './open-folder.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'heron-open-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(process.platform === 'win32')('a folder is shown with the desktop’s own program', async () => {
  const program = join(folder, 'xdg-open');
  writeFileSync(program, '#!/bin/sh\nprintf %s "$1" > "$0.opened"\n');
  chmodSync(program, 0o755);
  const PATH = [folder, process.env['PATH']].join(delimiter);
  await folderOpener({ platform: 'linux', environment: { PATH, DISPLAY: ':9' } })?.('/home/ada/My files');
  await vi.waitFor(() => expect(existsSync(`${program}.opened`)).toBe(true), { timeout: 20_000 });
  await vi.waitFor(() => expect(readFileSync(`${program}.opened`, 'utf8')).toBe('/home/ada/My files'));
  expect(folderOpener({ platform: 'linux', environment: { PATH } })).toBeUndefined();
  expect(folderOpener({ platform: 'linux', environment: { PATH: '/nowhere', DISPLAY: ':9' } })).toBeUndefined();
});
