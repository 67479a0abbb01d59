import { dirname, join } from 'node:path';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
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
  const mistake = mistakeIn(args);
  if (mistake) {
    console.error(mistake);
    return 2;
  }
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
  console.log(`${electron.missing}; the same interface opens in the browser.`);
  return serve('--open', ...args);
}

/** What is wrong with the flags, told before the long work begins. */
function mistakeIn(args: string[]): string | undefined {
  const options: ParseArgsOptionsConfig = {
    headless: { type: 'boolean' },
    open: { type: 'boolean' },
    port: { type: 'string' },
    'print-api-token': { type: 'boolean' },
    'data-dir': { type: 'string' },
  };
  const known = '--headless, --port <number>, --print-api-token and --data-dir <folder>';
  try {
    parseArgs({ args, options, strict: true, allowPositionals: false });
    return undefined;
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\nHeron starts with ${known}.`;
  }
}
