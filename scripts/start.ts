import { dirname, join } from 'node:path';
import { runInForeground } from '../bin/foreground.js';
import { isNeededNode, neededMajor } from '../bin/pinned-node.js';
import { isBuildFresh } from './build-freshness.js';
import { provideElectron } from './electron-binary.ts';

const root = dirname(import.meta.dirname);

if (isNeededNode()) {
  process.exitCode = await start(process.argv.slice(2));
} else {
  console.error(
    `Heron needs Node ${neededMajor} and found ${process.version}: run \`npm start\`, which brings its own.`,
  );
  process.exitCode = 1;
}

/** The app in its own window; without Electron the same interface in a browser; with `--headless` the engine alone. */
async function start(args: string[]): Promise<number> {
  if (!isBuildFresh(root)) {
    console.log('Building…');
    const { buildApp } = await import('./build.ts');
    await buildApp();
  }
  const serve = (...options: string[]) =>
    runInForeground(process.execPath, [join(root, 'bin/heron.js'), 'serve', ...options]);

  if (args.includes('--headless')) return serve(...args.filter((argument) => argument !== '--headless'));
  const electron = await provideElectron(root);
  if ('path' in electron) return runInForeground(electron.path, [root, ...args]);
  console.log(`No Electron binary here (${electron.missing}): the same interface opens in the browser.`);
  return serve('--open', ...args);
}
