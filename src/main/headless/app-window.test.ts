import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { browserCandidates, findBrowser, hasDisplay, needsNoSandbox, openAppWindow } from './app-window.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-window-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function addProgram(name: string, script = '#!/bin/sh\n'): string {
  const path = join(folder, name);
  writeFileSync(path, script);
  chmodSync(path, 0o755);
  return path;
}

test.skipIf(process.platform === 'win32')('the first browser on the PATH is taken', () => {
  const machine = { platform: 'linux', environment: { PATH: `/none:${folder}` } } as const;
  expect(findBrowser(machine)).toBeUndefined();
  const edge = addProgram('microsoft-edge');
  expect(findBrowser(machine)).toBe(edge);
  const chromium = addProgram('chromium');
  expect(findBrowser(machine)).toBe(chromium);
});

test('a browser that was named is taken alone, by path or by name', () => {
  const named = (HERON_BROWSER: string) =>
    browserCandidates({ platform: 'linux', environment: { HERON_BROWSER, PATH: '/usr/bin' } });
  expect(named('/opt/browser')).toEqual(['/opt/browser']);
  expect(named('brave')).toEqual([join('/usr/bin', 'brave')]);
});

test('macOS and Windows have their own places', () => {
  expect(browserCandidates({ platform: 'darwin', environment: {} })[0]).toContain('Google Chrome.app');
  const environment = { PROGRAMFILES: 'C:\\Program Files', LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local' };
  const candidates = browserCandidates({ platform: 'win32', environment });
  expect(candidates).toHaveLength(6);
  expect(candidates[0]).toContain('chrome.exe');
});

test('only Linux can be without a display', () => {
  expect(hasDisplay({ platform: 'linux', environment: {} })).toBe(false);
  expect(hasDisplay({ platform: 'linux', environment: { DISPLAY: ':0' } })).toBe(true);
  expect(hasDisplay({ platform: 'linux', environment: { WAYLAND_DISPLAY: 'wayland-0' } })).toBe(true);
  expect(hasDisplay({ platform: 'darwin', environment: {} })).toBe(true);
});

test('the sandbox is given up only as root on Linux', () => {
  expect(needsNoSandbox('linux', 0)).toBe(true);
  expect(needsNoSandbox('linux', 1000)).toBe(false);
  expect(needsNoSandbox('darwin', 0)).toBe(false);
  expect(needsNoSandbox('win32', undefined)).toBe(false);
});

test.skipIf(process.platform === 'win32')('a window has its own profile, and its end is told', async () => {
  const browser = addProgram('browser', `#!/bin/sh\nprintf '%s\\n' "$@" > "${folder}/arguments"\nexit 7\n`);
  const url = 'http://127.0.0.1:1/open/token';
  const window = openAppWindow({ browser, url, profileFolder: '/profile', withoutSandbox: false });
  expect(await window.closed).toBe(7);
  const given = readFileSync(join(folder, 'arguments'), 'utf8').trim().split('\n');
  expect(given).toEqual(expect.arrayContaining([`--app=${url}`, '--user-data-dir=/profile']));
  expect(given).not.toContain('--no-sandbox');
});

test('a browser that cannot be started is a closed window', async () => {
  const browser = join(folder, 'none');
  const window = openAppWindow({ browser, url: 'http://x', profileFolder: folder, withoutSandbox: false });
  expect(await window.closed).toBe(1);
});
