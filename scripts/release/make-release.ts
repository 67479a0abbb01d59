import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gt, valid } from 'semver';
import { run } from '../processes.ts';
import { releaseChangelog } from './changelog.ts';

type Named = { version: string };
type Lock = Named & { packages: Record<string, Partial<Named>> };

/**
 * Gives the project at `root` a version: in its package.json and lock file, as a heading of its changelog, as a commit and a tag whose
 * message is the notes. `day` as `2026-11-27`. Nothing is sent anywhere. Errors: what is in the way, before anything is changed.
 */
export async function makeRelease(root: string, version: string, day: string): Promise<{ tag: string; notes: string }> {
  const read = (name: string): string => readFileSync(join(root, name), 'utf8');
  const own = JSON.parse(read('package.json')) as Named;
  const lock = JSON.parse(read('package-lock.json')) as Lock;
  if (valid(version) !== version) throw new Error(`${version} is no version: three numbers, like 1.2.0`);
  if (!gt(version, own.version)) throw new Error(`${version} does not come after ${own.version}`);
  const { changelog, notes } = releaseChangelog(read('CHANGELOG.md'), version, day);
  const tag = `v${version}`;
  await mustBeClean(root);
  if ((await git(root, 'tag', '--list', tag)) !== '') throw new Error(`There is a tag ${tag} already`);

  writeFileSync(join(root, 'package.json'), written({ ...own, version }));
  const packages = { ...lock.packages, '': { ...lock.packages[''], version } };
  writeFileSync(join(root, 'package-lock.json'), written({ ...lock, version, packages }));
  writeFileSync(join(root, 'CHANGELOG.md'), changelog);
  await git(root, 'commit', '--quiet', '--all', '--message', `chore(release): ${version}`);
  // A line that begins with # is a heading of the notes, and no comment.
  await git(root, 'tag', '--annotate', '--cleanup=verbatim', tag, '--message', `Heron ${version}\n\n${notes}\n`);
  return { tag, notes };
}

async function mustBeClean(root: string): Promise<void> {
  const changed = await git(root, 'status', '--porcelain');
  if (changed !== '') throw new Error(`There are changes that are not committed:\n${changed}`);
}

/** What git prints. Errors: what it said when it failed. */
export async function git(root: string, ...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await run('git', words, { cwd: root });
  if (code !== 0) throw new Error(`git ${words[0]} failed: ${stderr.trim()}`);
  return stdout.trim();
}

function written(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
