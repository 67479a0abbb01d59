import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { gatherAssets, releaseFolder } from './release/gather-assets.ts';
import { makeRelease } from './release/make-release.ts';

const usage = `npm run release -- <version>   the version into package.json and CHANGELOG.md, a commit and a tag with the notes
npm run release -- --assets     the packages of the version that is checked out, its film, its notes and the sums of the files, in ${releaseFolder}
Nothing is pushed or published.`;

/** A release without a film is one all the same. */
async function film(root: string): Promise<void> {
  const { makeClip } = await import('./clip/make-clip.ts');
  console.log('Filming…');
  const made = await makeClip(root).catch((error: unknown) => ({
    missing: error instanceof Error ? error.message : String(error),
  }));
  if ('missing' in made) console.error(`The release has no film: ${made.missing}`);
}

async function main(): Promise<number> {
  const root = dirname(import.meta.dirname);
  try {
    const options = { assets: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [version] = positionals;
    if (positionals.length !== (values.assets ? 0 : 1)) {
      console.error(usage);
      return 2;
    }
    if (version === undefined) {
      for (const name of await gatherAssets(root, () => film(root))) console.log(`${releaseFolder}/${name}`);
      return 0;
    }
    const { tag } = await makeRelease(root, version, new Date().toISOString().slice(0, 10));
    console.log(
      `Committed and tagged ${tag}. Next: git push --follow-tags, npm run package, npm run release -- --assets`,
    );
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

process.exitCode = await main();
