import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { HeronError } from '../../base/errors.ts';
import type { GitSource } from './clone-git.ts';

export type InstallSource =
  | { kind: 'folder'; location: string }
  | { kind: 'archive'; location: string; format: 'tar' | 'zip' }
  | ({ kind: 'git'; location: string } & GitSource);

/** `user@host:path`, as git writes ssh addresses. */
const shortSsh = /^[\w.-]+@[\w.-]+:(?!\/\/)/;

/** What a person named to be installed. Errors: `invalid-input`, saying what can be named. */
export async function readSource(text: string): Promise<InstallSource> {
  const source = text.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(source) || shortSsh.test(source)) return readGit(source);
  if (!isAbsolute(source)) throw new HeronError('invalid-input', `${source} is neither an absolute path nor a git URL`);
  const status = await stat(source).catch(() => undefined);
  if (!status) throw new HeronError('not-found', `There is nothing at ${source}`, { path: source });
  if (status.isDirectory()) return { kind: 'folder', location: source };
  if (/\.zip$/i.test(source)) return { kind: 'archive', location: source, format: 'zip' };
  if (/\.(tgz|tar|tar\.gz)$/i.test(source)) return { kind: 'archive', location: source, format: 'tar' };
  throw new HeronError(
    'invalid-input',
    `${source} is no folder, and its name ends in none of .tgz, .tar.gz, .tar, .zip`,
  );
}

function readGit(source: string): InstallSource {
  const [url = '', ref, ...more] = source.split('#');
  if (!/^(https|ssh|file):\/\//.test(url) && !shortSsh.test(url)) {
    throw new HeronError(
      'invalid-input',
      `${source}: workers are fetched by https, ssh or file addresses of git repositories`,
    );
  }
  if (/^https:\/\/[^/]*@/.test(url)) {
    throw new HeronError('invalid-input', 'The address holds a name or a password; it would be kept with the worker');
  }
  if (/\.(tgz|tar\.gz|tar|zip)$/i.test(url)) {
    throw new HeronError('invalid-input', `${url} is an archive; download it and install the file`);
  }
  if (more.length > 0 || (ref !== undefined && !/^[A-Za-z0-9][\w./-]*$/.test(ref))) {
    throw new HeronError('invalid-input', `${source}: expected a branch, a tag or a commit after #`);
  }
  return { kind: 'git', location: source, url, ref };
}
