import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type App = { folder: string; version: string };

/** The folder of Heron's package.json at or above a folder, whether this is the source or the build. */
export function findApp(from: string): App {
  for (let folder = from; ; folder = dirname(folder)) {
    const app = readApp(folder);
    if (app) return app;
    if (folder === dirname(folder)) throw new Error(`Heron's package.json is not above ${from}`);
  }
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
