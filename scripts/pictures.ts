import { join } from 'node:path';
import { runInForeground } from '../bin/foreground.js';
import { provideBrowser } from './machine.ts';
import { root } from './steps.ts';

/** Keeps how the component page looks now, for this Chromium and these fonts; what is kept is looked at and committed. */
const browser = await provideBrowser();
if (browser.code === 0) {
  process.env['HERON_KEEP_PICTURES'] = '1';
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const test = ['tests/e2e/gallery.test.ts', '--testNamePattern', 'the parts look as they did'];
  process.exitCode = await runInForeground(process.execPath, [vitest, 'run', '--project', 'e2e', ...test]);
} else {
  console.error(browser.stderr);
  process.exitCode = 1;
}
