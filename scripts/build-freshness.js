import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Written when a whole build has ended well, and dated at its start. */
export const buildStamp = 'out/built';

const sources = ['src', 'workers'];
const configuration = ['package.json', 'electron.vite.config.ts'];

/**
 * Whether `out/` was built from what is in `src/` and `workers/` now.
 * @param {string} root
 */
export function isBuildFresh(root) {
  const built = changedAt(join(root, buildStamp));
  if (built === 0) return false;
  if (configuration.some((file) => changedAt(join(root, file)) > built)) return false;
  return sources.every((folder) => !changedAfter(join(root, folder), built));
}

/**
 * Folders count too: a deleted file changes its folder.
 * @param {string} folder
 * @param {number} time
 * @returns {boolean}
 */
function changedAfter(folder, time) {
  if (changedAt(folder) > time) return true;
  return readdirSync(folder, { withFileTypes: true }).some((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return changedAfter(path, time);
    return !entry.name.includes('.test.') && changedAt(path) > time;
  });
}

/** @param {string} path */
function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
