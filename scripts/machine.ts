import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserCandidates } from '../src/main/headless/app-window.ts';
import { isProgram, placesOnPath } from '../src/main/base/program-path.ts';
import { findEngines } from '../src/main/features/voice/engines.ts';
import { findBubblewrap } from '../src/main/workers/hosts/machine/sandbox.ts';
import { run, runNode, type Outcome } from './processes.ts';
import { root } from './steps.ts';

/**
 * Sees to it that the end-to-end tests have a Chromium, and names it in HERON_BROWSER: one that is installed, else
 * Playwright's download, else (as root on Debian) the distribution's.
 */
export async function provideBrowser(): Promise<Outcome> {
  const path = (await installedBrowser()) ?? (await downloadedBrowser()) ?? (await packagedBrowser());
  if (!path) return { code: 1, stdout: '', stderr: 'No browser: install Chromium, Google Chrome or Microsoft Edge.' };
  process.env['HERON_BROWSER'] = path;
  return { code: 0, stdout: path, stderr: '' };
}

/** All that the tests want, one after the other. Resolves to what came of the browser: without one they cannot be run. */
export async function provideMachine(): Promise<Outcome> {
  await provideSandbox();
  await provideContainers();
  await provideCleanDebian();
  await provideGit();
  await providePython();
  await provideTools();
  await provideJournal();
  await provideJest();
  await provideVoice();
  return provideBrowser();
}

/** Bubblewrap, where it can be had without asking; the tests that want it say so when they are skipped. */
export async function provideSandbox(): Promise<void> {
  if (process.platform === 'linux' && !findBubblewrap()) await installPackages(['bubblewrap']);
}

/** Podman and what it runs containers with, likewise: crun comes with it and does not work on every kernel's control groups. */
export async function provideContainers(): Promise<void> {
  if (process.platform !== 'linux' || placesOnPath(['podman'], process.env).some(isProgram)) return;
  await installPackages(['podman', 'runc']);
}

/** What makes a clean Debian, likewise: the Debian package is installed in one. */
async function provideCleanDebian(): Promise<void> {
  if (process.platform !== 'linux' || placesOnPath(['mmdebstrap'], process.env).some(isProgram)) return;
  await installPackages(['mmdebstrap']);
}

/** git, likewise: workers are installed from repositories. */
async function provideGit(): Promise<void> {
  if (!placesOnPath(['git'], process.env).some(isProgram)) await installPackages(['git']);
}

/** What the workers for tests and packages run in Python, likewise. */
async function providePython(): Promise<void> {
  const [python] = placesOnPath(['python3'], process.env).filter(isProgram);
  const has = async (module: string): Promise<boolean> =>
    python !== undefined && (await run(python, ['-c', `import ${module}`], { timeoutMs: 20_000 })).code === 0;
  const wanted = { pytest: 'python3-pytest', pip: 'python3-pip', venv: 'python3-venv' };
  const missing: string[] = [];
  for (const [module, name] of Object.entries(wanted)) if (!(await has(module))) missing.push(name);
  if (missing.length > 0 && process.platform === 'linux') await installPackages(missing);
}

/** Programs by the packages that have them, likewise: what other programs packed, sent and keep is the judge of workers. */
const tools = {
  '7z': 'p7zip-full',
  bzip2: 'bzip2',
  zstd: 'zstd',
  ps: 'procps',
  ping: 'iputils-ping',
  tracepath: 'iputils-tracepath',
  nmap: 'nmap',
  ss: 'iproute2',
  curl: 'curl',
  openssl: 'openssl',
  'mariadb-install-db': 'mariadb-server',
  pg_ctlcluster: 'postgresql',
  restic: 'restic',
  rsync: 'rsync',
  ssh: 'openssh-client',
  sshd: 'openssh-server',
  busybox: 'busybox-static',
  black: 'black',
};

async function provideTools(): Promise<void> {
  const missing = Object.entries(tools).filter(([name]) => !placesOnPath([name], process.env).some(isProgram));
  if (process.platform === 'linux' && missing.length > 0) await installPackages(missing.map(([, name]) => name));
}

/** What writes journals where no systemd runs, likewise; it stands on no path. */
async function provideJournal(): Promise<void> {
  const isThere = ['/lib/systemd', '/usr/lib/systemd'].some((folder) => isProgram(`${folder}/systemd-journal-remote`));
  if (process.platform === 'linux' && !isThere) await installPackages(['systemd-journal-remote']);
}

const jestVersion = '30.2.0';

/**
 * Jest in a folder of its own, named in HERON_JEST: Heron needs none, and it is three hundred packages. Where it cannot be had the
 * test of it is skipped.
 */
async function provideJest(): Promise<void> {
  const folder = join(tmpdir(), `heron-jest-${jestVersion}`);
  if (!existsSync(folder)) {
    // Under another name until it is whole.
    const made = `${folder}-${process.pid}`;
    const [npm] = placesOnPath(['npm'], process.env).filter(isProgram);
    if (npm === undefined) return;
    mkdirSync(made);
    writeFileSync(join(made, 'package.json'), '{ "private": true }');
    const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--prefer-offline'];
    const args = ['install', '--prefix', made, ...quietly, `jest@${jestVersion}`];
    const { code } = await run(npm, args, { cwd: made, timeoutMs: 180_000 });
    if (code !== 0) return rmSync(made, { recursive: true, force: true });
    renameSync(made, folder);
  }
  process.env['HERON_JEST'] = folder;
}

/** What hears and speaks, likewise; the tests that want it say so when they are skipped. */
async function provideVoice(): Promise<void> {
  const { hearer, speakers } = await findEngines({ environment: process.env, appFolder: root });
  if (process.platform !== 'linux' || (hearer && speakers.length > 0)) return;
  await installPackages(['python3-pocketsphinx', 'pocketsphinx-en-us', 'flite', 'espeak-ng', 'espeak-ng-data']);
}

function installedBrowser(): Promise<string | undefined> {
  const { platform, env } = process;
  return firstThatStarts(browserCandidates({ platform, environment: env }).filter(isProgram));
}

async function downloadedBrowser(): Promise<string | undefined> {
  const { chromium } = await import('playwright');
  const path = chromium.executablePath();
  if (!existsSync(path)) {
    await runNode(['node_modules/playwright/cli.js', 'install', 'chromium'], { cwd: root, timeoutMs: 60_000 });
  }
  return firstThatStarts([path].filter(isProgram));
}

async function packagedBrowser(): Promise<string | undefined> {
  return (await installPackages(['chromium'])) ? installedBrowser() : undefined;
}

/** A browser can be there and lack the libraries it needs. On Windows `--version` opens a window, so the file has to do. */
async function firstThatStarts(paths: string[]): Promise<string | undefined> {
  for (const path of paths) {
    if (process.platform === 'win32') return path;
    const { code } = await run(path, ['--version'], { timeoutMs: 20_000 });
    if (code === 0) return path;
  }
  return undefined;
}

let lists: Promise<Outcome> | undefined;

/** Debian packages, where this process may install some: their lists are fetched once. */
async function installPackages(names: string[]): Promise<boolean> {
  const apt = placesOnPath(['apt-get'], process.env).find(isProgram);
  if (!apt || process.getuid?.() !== 0) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await (lists ??= run(apt, ['update'], { env, timeoutMs: 120_000 }));
  const { code } = await run(apt, ['install', '-y', '--no-install-recommends', ...names], { env, timeoutMs: 300_000 });
  return code === 0;
}
