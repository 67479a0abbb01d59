import { mkdir, rmdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fileError, HeronError, systemCode } from '../../../base/errors.ts';
import { inFolder } from '../paths/pinned-folder.ts';
import { lookAt } from './entry.ts';
import type { ChangeScope, JournalTools } from './journal-tools.ts';

export type MadeFolder = { seq: number; path: string };

/** Makes a folder and its missing parents, outermost first. Errors: `invalid-input` if a file is in the way. */
export async function makeFolders(tools: JournalTools, scope: ChangeScope, path: string): Promise<MadeFolder[]> {
  const made: MadeFolder[] = [];
  try {
    for (const folder of await missingFolders(path)) {
      const seq = await makeFolder(tools, scope, folder);
      if (seq !== undefined) made.push({ seq, path: folder });
    }
    return made;
  } catch (error) {
    await unmakeFolders(tools, made);
    throw fileError(error, path);
  }
}

/** Takes back what `makeFolders` made, as far as nobody has put anything in. */
export async function unmakeFolders(tools: JournalTools, made: MadeFolder[]): Promise<void> {
  for (const { seq, path } of made.toReversed()) {
    try {
      await inFolder(dirname(path), (folder) => rmdir(folder.at(basename(path))));
    } catch {
      // Another task of the run uses it by now: it stays, and stays in the journal.
      continue;
    }
    tools.rows.remove(seq);
  }
}

async function missingFolders(path: string): Promise<string[]> {
  const missing: string[] = [];
  for (let folder = path; ; folder = dirname(folder)) {
    const stats = await lookAt(folder);
    if (stats?.isDirectory()) return missing;
    if (stats) throw new HeronError('invalid-input', `${folder} is not a folder`, { path: folder });
    missing.unshift(folder);
  }
}

async function makeFolder(tools: JournalTools, scope: ChangeScope, path: string): Promise<number | undefined> {
  const { runId, taskId } = scope;
  const seq = tools.rows.insert({
    runId,
    taskId,
    kind: 'folder-created',
    path,
    state: 'pending',
    at: tools.clock(),
  });
  try {
    await inFolder(dirname(path), (folder) => mkdir(folder.at(basename(path))));
  } catch (error) {
    tools.rows.remove(seq);
    if (systemCode(error) === 'EEXIST' && (await lookAt(path))?.isDirectory()) return undefined;
    throw error;
  }
  tools.rows.update(seq, { state: 'done' }, 'light');
  return seq;
}
