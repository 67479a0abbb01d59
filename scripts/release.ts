import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { gatherAssets, releaseFolder } from './release/gather-assets.ts';
import { makeRelease } from './release/make-release.ts';
import { readReleaseKey, writeReleasePlace } from './release/release-key.ts';

const usage = `npm run release -- <version>   the version into package.json and CHANGELOG.md, a commit and a tag with the notes
npm run release -- --assets     the packages of the version that is checked out, its film, its notes and the sums of the files, in ${releaseFolder};
                                with --key <file> also the list of them that installed apps read, signed with that key (Ed25519, PEM)
npm run release -- --place <url> --key <file>   resources/release.json: where apps made from now on look for newer ones, and the key they know
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
    const options = { assets: { type: 'boolean' }, place: { type: 'string' }, key: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [version] = positionals;
    const wanted = positionals.length + (values.assets ? 1 : 0) + (values.place === undefined ? 0 : 1);
    if (wanted !== 1 || (version !== undefined && values.key !== undefined)) {
      console.error(usage);
      return 2;
    }
    if (version !== undefined) await release(root, version);
    else if (values.place === undefined) await gather(root, values.key);
    else place(root, values.place, values.key);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

async function release(root: string, version: string): Promise<void> {
  const { tag } = await makeRelease(root, version, new Date().toISOString().slice(0, 10));
  console.log(
    `Committed and tagged ${tag}. Next: git push --follow-tags, npm run package, npm run release -- --assets`,
  );
}

async function gather(root: string, keyFile: string | undefined): Promise<void> {
  const key = keyFile === undefined ? {} : { key: readReleaseKey(keyFile) };
  for (const name of await gatherAssets(root, { film: () => film(root), ...key }))
    console.log(`${releaseFolder}/${name}`);
  if (keyFile === undefined)
    console.log('There is no signed list: installed apps do not find this release. --key <file> writes one.');
}

function place(root: string, url: string, keyFile: string | undefined): void {
  if (keyFile === undefined) throw new Error('--place wants the key that releases will be signed with: --key <file>');
  console.log(`wrote ${writeReleasePlace(root, url, readReleaseKey(keyFile))}. Commit it before the release is made.`);
}

process.exitCode = await main();
