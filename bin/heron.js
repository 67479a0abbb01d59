#!/usr/bin/env node
// Plain JavaScript that any Node since 18 runs: a Node other than the pinned one hands over to it.
import { builtin, findPinnedNode, isNeededNode, neededMajor } from './pinned-node.js';

const { existsSync } = await builtin('node:fs');
const { dirname, join } = await builtin('node:path');
const { fileURLToPath, pathToFileURL } = await builtin('node:url');

const script = fileURLToPath(import.meta.url);
const root = dirname(dirname(script));
const args = process.argv.slice(2);

if (isNeededNode()) {
  const { main } = await import(pathToFileURL(await findProgram()).href);
  process.exitCode = await main(args);
} else {
  const node = findPinnedNode(root);
  if (node && node !== process.execPath) {
    const { runInForeground } = await import('./foreground.js');
    process.exitCode = await runInForeground(node, [...process.execArgv, script, ...args]);
  } else {
    console.error(`Heron needs Node ${neededMajor} and found ${process.version}: run \`npm ci\` in ${root}.`);
    process.exitCode = 1;
  }
}

/** The build where it is up to date or alone; else, or with HERON_FROM_SOURCE, the source, which Node runs as it is. */
async function findProgram() {
  const built = join(root, 'out/main/headless.js');
  const source = join(root, 'src/main/headless/main.ts');
  if (!existsSync(source)) return built;
  if (process.env.HERON_FROM_SOURCE) return source;
  const { isBuildFresh } = await import('../scripts/build-freshness.js');
  return isBuildFresh(root) ? built : source;
}
