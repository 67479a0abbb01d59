import { readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkerSource } from '../../../contract/provenance.ts';
import { WorkerId } from '../../../contract/ids.ts';
import { HeronError } from '../../base/errors.ts';
import { type CloneMeans, cloneGit } from './clone-git.ts';
import { copyFolder } from './copy-folder.ts';
import type { InstallSource } from './read-source.ts';

export type Fetched = { folder: string; source: WorkerSource };

/** Brings a source into an empty folder, and names what it brought after the worker's id. */
export async function fetchSource(source: InstallSource, place: string, means: CloneMeans): Promise<Fetched> {
  const { kind, location } = source;
  const content = join(place, 'content');
  let commit: string | undefined;
  if (source.kind === 'folder') await copyFolder(location, content);
  else if (source.kind === 'git') commit = await cloneGit(source, content, means);
  else await unpack(source.format, location, content);
  const root = await rootOf(content, location);
  const folder = join(place, await idIn(root, location));
  await rename(root, folder);
  return { folder, source: { kind, location, ...(commit === undefined ? {} : { commit }) } };
}

/** What unpacks is loaded when it is needed: it would be a third of the code that every start reads. */
async function unpack(format: 'zip' | 'tar', archive: string, folder: string): Promise<void> {
  if (format === 'zip') await (await import('./unpack-zip.ts')).unpackZip(archive, folder);
  else await (await import('./unpack-tar.ts')).unpackTar(archive, folder);
}

/** Archives often hold one folder with everything in it. */
async function rootOf(content: string, location: string): Promise<string> {
  const names: string[] = await readdir(content).catch(() => []);
  if (names.includes('manifest.json')) return content;
  const [only, ...more] = names;
  if (only !== undefined && more.length === 0 && (await isFile(join(content, only, 'manifest.json')))) {
    return join(content, only);
  }
  throw new HeronError('invalid-manifest', `${location} is no worker: there is no manifest.json in it`);
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

/** The rest of the manifest is read where its folder has this name. */
async function idIn(root: string, location: string): Promise<string> {
  try {
    const { id } = JSON.parse(await readFile(join(root, 'manifest.json'), 'utf8')) as { id?: unknown };
    return WorkerId.parse(id);
  } catch (error) {
    const message = `${location}: manifest.json names no id of a worker`;
    throw new HeronError(
      'invalid-manifest',
      message,
      { issues: [{ path: 'id', message: 'is no id of a worker' }] },
      { cause: error },
    );
  }
}
