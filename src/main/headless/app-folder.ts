import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export type App = { folder: string; version: string };

/** The folder of Heron's package.json at or above a folder, whether this is the source or the build. */
export function findApp(from: string): App {
  for (let folder = from; ; folder = dirname(folder)) {
    const app = readApp(folder);
    if (app) return app;
    if (folder === dirname(folder)) throw new Error(`Heron's package.json is not above ${from}`);
  }
}

/** In the packaged app this program lies beside the archive, and Node beside both; elsewhere there is no such folder. */
export function resourcesFolder(appFolder: string): string | undefined {
  return basename(appFolder) === 'app.asar.unpacked' ? dirname(appFolder) : undefined;
}

function readApp(folder: string): App | undefined {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      name?: string;
      version?: string;
    };
    return manifest.name === 'heron' && manifest.version ? { folder, version: manifest.version } : undefined;
  } catch {
    return undefined;
  }
}
