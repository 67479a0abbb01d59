import { fail, type WorkerContext } from 'heron/worker-kit';
import { sourceFiles } from './source-files.ts';
import type { Tool } from './tools.ts';

/** Where the copies lie, in the project itself, so that what it has installed is found from there. */
export const sideFolder = 'heron-copy';

const mostFiles = 5000;
const mostBytes = 16_000_000;
const around = ['.editorconfig', '.gitignore', '.prettierignore', '.eslintignore', 'package.json', 'pyproject.toml'];
const more = /^tsconfig.*\.json$/;

export type Copied = { file: string; text: string; mode: number };
export type SideCopy = { path: string; files: Copied[]; unreadable: string[] };

/**
 * Lays copies of files and of the settings around them beside each other, hands them over, and clears them away: programs write
 * as they like there, and what of it is taken over can be undone. Errors: `already-exists`, `not-found`, `limit-exceeded`.
 */
export async function withSideCopy<T>(
  folder: string,
  { tool, wanted }: { tool: Tool; wanted: readonly string[] | undefined },
  context: WorkerContext,
  use: (copy: SideCopy) => Promise<T>,
): Promise<T> {
  const path = `${folder}/${sideFolder}`;
  if (await context.files.status(path)) {
    fail('already-exists', `${path} is in the way: it is where copies are put; move it away`, { path });
  }
  const isSetting = (name: string): boolean => {
    const last = name.split('/').at(-1) ?? '';
    return around.includes(last) || tool.settings.includes(last) || more.test(last);
  };
  const names = wanted ?? (await filesFor(folder, tool, context));
  const settings = await settingsAround(folder, names, isSetting, context);
  await context.files.makeFolder(path);
  try {
    for (const name of settings) if (!names.includes(name)) await copy(folder, name, context);
    const files: Copied[] = [];
    const unreadable: string[] = [];
    for (const name of names) {
      const copied = await copy(folder, name, context);
      if (copied) files.push(copied);
      else unreadable.push(name);
    }
    return await use({ path, files, unreadable });
  } finally {
    await context.files.remove(path, { isOutput: true });
  }
}

/** Errors: `limit-exceeded`. */
export async function filesFor(folder: string, { files }: Tool, context: WorkerContext): Promise<string[]> {
  const names: string[] = [];
  for await (const name of sourceFiles(folder, context, (each) => files.test(each))) {
    names.push(name);
    if (names.length > mostFiles)
      fail('limit-exceeded', `There are more than ${mostFiles} files; name some in \`files\``);
  }
  return names;
}

/** Those of the folders that hold the files, and of the folders above them up to the project's. */
async function settingsAround(
  folder: string,
  names: readonly string[],
  isSetting: (name: string) => boolean,
  context: WorkerContext,
): Promise<string[]> {
  const folders = new Set(['']);
  for (const name of names) {
    const parts = name.split('/').slice(0, -1);
    parts.forEach((_, at) => folders.add(`${parts.slice(0, at + 1).join('/')}/`));
  }
  const found: string[] = [];
  for (const at of folders) {
    for await (const { name, kind } of context.files.list(`${folder}/${at}`.replace(/\/$/, ''))) {
      if (kind === 'file' && isSetting(name)) found.push(`${at}${name}`);
    }
  }
  return found;
}

/** undefined for what is no text: it stays as it is. Errors: `not-found`. */
async function copy(folder: string, name: string, context: WorkerContext): Promise<Copied | undefined> {
  context.signal.throwIfAborted();
  const from = `${folder}/${name}`;
  const status = await context.files.status(from);
  if (status?.kind !== 'file') return fail('not-found', `${from} is no file`, { path: from });
  const text = await context.files.readText(from, { maxBytes: mostBytes });
  if (text.includes('\uFFFD')) return undefined;
  const mode = status.mode & 0o777;
  await context.files.write(`${folder}/${sideFolder}/${name}`, text, { mode: mode | 0o600 });
  return { file: name, text, mode };
}

/** Takes over what is different now, file by file. Gives the names. */
export async function takeOver(
  { folder, dryRun }: { folder: string; dryRun: boolean },
  { path, files }: SideCopy,
  context: WorkerContext,
): Promise<string[]> {
  const changed: string[] = [];
  for (const { file, text, mode } of files) {
    const fresh = await context.files.readText(`${path}/${file}`, { maxBytes: mostBytes });
    if (fresh === text) continue;
    changed.push(file);
    if (!dryRun) await context.files.write(`${folder}/${file}`, fresh, { overwrite: true, mode });
  }
  return changed;
}
