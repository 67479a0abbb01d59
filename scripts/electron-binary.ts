import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from './processes.ts';

const installLimitMs = 10_000;

const binaries: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/** The path of Electron's program, or why there is none here. */
export type ElectronBinary = { path: string } | { missing: string };

/** Where the app can open its own window: Electron's program, which is fetched where it is not there. */
export async function provideElectron(root: string): Promise<ElectronBinary> {
  const obstacle = noWindow();
  return obstacle ? { missing: obstacle } : fetchElectron(root);
}

/** Electron's npm package comes without its program, which is downloaded when first wanted: ten seconds are given to it. */
export async function fetchElectron(root: string): Promise<ElectronBinary> {
  const given = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const path = join(electronFolder(root), binaries[process.platform] ?? 'electron');
  if (!existsSync(path) && given === undefined) {
    await runNode([join(root, 'node_modules/electron/install.js')], { cwd: root, timeoutMs: installLimitMs });
  }
  if (existsSync(path)) return { path };
  return { missing: given === undefined ? 'Electron cannot be downloaded here' : `Electron is not in ${given}` };
}

export function electronFolder(root: string): string {
  return process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(root, 'node_modules/electron/dist');
}

function noWindow(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'There is no display';
  // Chromium would have to give up its sandbox.
  if (process.getuid?.() === 0) return 'Electron cannot run as root';
  return undefined;
}
