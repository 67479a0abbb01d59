import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, runNode, type Outcome } from './processes.ts';
import { root } from './steps.ts';

const browsers = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  join(process.env['PROGRAMFILES'] ?? '', 'Google/Chrome/Application/chrome.exe'),
  join(process.env['PROGRAMFILES(X86)'] ?? '', 'Microsoft/Edge/Application/msedge.exe'),
];

/**
 * Sees to it that the end-to-end tests have a Chromium, and names it in HERON_BROWSER: one that is installed, else
 * Playwright's download, else (as root on Debian) the distribution's.
 */
export async function provideBrowser(): Promise<Outcome> {
  const path =
    (await firstThatStarts([process.env['HERON_BROWSER'] ?? '', ...browsers.map(find)])) ||
    (await firstThatStarts([await downloadBrowser()])) ||
    ((await installPackages('chromium')) && (await firstThatStarts([find('chromium')])));
  if (!path) return { code: 1, stdout: '', stderr: 'No browser: install Chromium, Google Chrome or Microsoft Edge.' };
  process.env['HERON_BROWSER'] = path;
  return { code: 0, stdout: path, stderr: '' };
}

/** Bubblewrap, where it can be had without asking; the tests that want it say so when they are skipped. */
export async function provideSandbox(): Promise<void> {
  if (process.platform === 'linux' && !find('bwrap')) await installPackages('bubblewrap');
}

/** The path of a program that is on PATH or given as a path; empty when there is none. */
function find(program: string): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const endings = process.platform === 'win32' ? ['.exe', ''] : [''];
  const paths = folders.flatMap((folder) => endings.map((ending) => join(folder, program + ending)));
  return (program.includes('/') ? [program] : paths).find((path) => existsSync(path)) ?? '';
}

/** Chrome on Windows answers `--version` by opening a window, so there the file alone has to do. */
async function firstThatStarts(paths: string[]): Promise<string> {
  for (const path of paths.filter(Boolean)) {
    if (process.platform === 'win32') return path;
    const { code } = await run(path, ['--version'], { timeoutMs: 20_000 });
    if (code === 0) return path;
  }
  return '';
}

async function downloadBrowser(): Promise<string> {
  const { chromium } = await import('playwright');
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  const { code } = await runNode(['node_modules/playwright/cli.js', 'install', 'chromium'], {
    cwd: root,
    timeoutMs: 60_000,
  });
  return code === 0 ? chromium.executablePath() : '';
}

/** Debian packages, where this process may install them. */
async function installPackages(...names: string[]): Promise<boolean> {
  if (process.getuid?.() !== 0 || !find('apt-get')) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env, timeoutMs: 120_000 });
  const { code } = await run('apt-get', ['install', '-y', '--no-install-recommends', ...names], {
    env,
    timeoutMs: 300_000,
  });
  return code === 0;
}
