import { type ChildProcess, spawn } from 'node:child_process';
import { isAbsolute, join } from 'node:path';
import { isProgram, placesOnPath } from '../base/program-path.ts';

type Machine = { platform: NodeJS.Platform; environment: NodeJS.ProcessEnv };

const linuxNames = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const macPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const windowsPaths = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];
const windowsFolders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'];

/** Where a browser that has app windows may be, the wanted first: `HERON_BROWSER` alone, else the system's places. */
export function browserCandidates({ platform, environment }: Machine): string[] {
  const wanted = environment['HERON_BROWSER'];
  if (wanted) return isAbsolute(wanted) ? [wanted] : placesOnPath([wanted], environment);
  if (platform === 'darwin') return macPaths;
  if (platform !== 'win32') return placesOnPath(linuxNames, environment);
  const folders = windowsFolders.flatMap((name) => environment[name] ?? []);
  return windowsPaths.flatMap((path) => folders.map((folder) => join(folder, ...path)));
}

/** The first candidate that is there and may be run. */
export function findBrowser(machine: Machine): string | undefined {
  return browserCandidates(machine).find(isProgram);
}

/** On Linux a window needs an X or Wayland display; elsewhere there is always one. */
export function hasDisplay({ platform, environment }: Machine): boolean {
  if (platform !== 'linux') return true;
  return Boolean(environment['DISPLAY'] ?? environment['WAYLAND_DISPLAY']);
}

export type AppWindow = {
  process: ChildProcess;
  /** Resolves with the exit code when the window has been closed. */ closed: Promise<number>;
};

/** Opens a URL as a window of its own, with a profile apart from the person's browser. `withoutSandbox`: see `needsNoSandbox`. */
export function openAppWindow(parts: {
  browser: string;
  url: string;
  profileFolder: string;
  withoutSandbox: boolean;
}): AppWindow {
  const options = [`--app=${parts.url}`, `--user-data-dir=${parts.profileFolder}`, '--window-size=1280,860'];
  const quiet = ['--no-first-run', '--no-default-browser-check', '--disable-sync'];
  const sandbox = parts.withoutSandbox ? ['--no-sandbox'] : [];
  const child = spawn(parts.browser, [...options, ...quiet, ...sandbox], { stdio: 'ignore' });
  const closed = new Promise<number>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
  return { process: child, closed };
}

/** Chromium refuses to run as root on Linux with its sandbox on. */
export function needsNoSandbox(platform: NodeJS.Platform, userId: number | undefined): boolean {
  return platform === 'linux' && userId === 0;
}
