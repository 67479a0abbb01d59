import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from './processes.ts';

const installLimitMs = 10_000;

const binaries: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/** The path of Electron's program, or why the app cannot open its own window here. */
export type ElectronBinary = { path: string } | { missing: string };

/** Electron's npm package comes without its program, which is downloaded when first wanted: ten seconds are given to it. */
export async function provideElectron(root: string): Promise<ElectronBinary> {
  const obstacle = noWindow();
  if (obstacle) return { missing: obstacle };
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(root, 'node_modules/electron/dist');
  const path = join(folder, binaries[process.platform] ?? 'electron');
  if (!existsSync(path)) {
    await runNode([join(root, 'node_modules/electron/install.js')], { cwd: root, timeoutMs: installLimitMs });
  }
  return existsSync(path) ? { path } : { missing: 'Electron cannot be downloaded here' };
}

function noWindow(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'There is no display';
  // Chromium would have to give up its sandbox.
  if (process.getuid?.() === 0) return 'Electron cannot run as root';
  return undefined;
}
