import { makeClip } from './clip/make-clip.ts';
import { root } from './steps.ts';

/** `npm run clip`: films what Heron does, on the app that is built here. */
async function main(): Promise<number> {
  if (process.argv.length > 2) {
    console.error('npm run clip takes no words: it films the app and writes dist/heron-<version>-demo.webm');
    return 2;
  }
  const made = await makeClip(root);
  if ('missing' in made) {
    console.error(`There is no film: ${made.missing}`);
    return 1;
  }
  console.log(`${made.file} (${Math.round(made.seconds)} s, ${Math.round(made.bytes / 1024)} KiB)`);
  return 0;
}

process.exitCode = await main();
