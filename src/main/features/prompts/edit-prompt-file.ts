import { createHash } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { mostOfEditedFile, type PromptFileName, type PromptFileText } from '../../../contract/prompts.ts';
import { HeronError, systemCode } from '../../base/errors.ts';
import { replaceFile } from '../../base/replace-file.ts';
import type { ScrubText } from '../../base/scrubber.ts';

export type EditedFiles = { folder: string; scrub: ScrubText };

/** A file as it stands, with a reason where it is not to be changed here. No value of a secret is given to anybody. */
export async function readEditedFile({ folder, scrub }: EditedFiles, name: PromptFileName): Promise<PromptFileText> {
  const path = join(folder, name);
  const { kept, isCut } = await readKept(path);
  const text = scrub(kept);
  const locked = isCut
    ? `It is longer than ${mostOfEditedFile.toLocaleString('en')} characters: change it in an editor`
    : text === kept
      ? undefined
      : 'The value of a secret stands in it: take it out in an editor';
  return { name, path, text, hash: hashOf(kept), ...(locked === undefined ? {} : { locked }) };
}

/** An empty text removes the file. Errors: `conflict`, `unsupported`. */
export async function writeEditedFile(
  files: EditedFiles,
  { name, text, baseHash }: { name: PromptFileName; text: string; baseHash: string },
): Promise<PromptFileText> {
  const before = await readEditedFile(files, name);
  if (before.hash !== baseHash) {
    throw new HeronError('conflict', `${name} is another one by now`, { hash: before.hash });
  }
  if (before.locked !== undefined) throw new HeronError('unsupported', before.locked);
  if (text.trim() === '') {
    await rm(before.path, { force: true });
  } else {
    await mkdir(files.folder, { recursive: true });
    replaceFile(before.path, text.endsWith('\n') ? text : `${text}\n`);
  }
  return readEditedFile(files, name);
}

async function readKept(path: string): Promise<{ kept: string; isCut: boolean }> {
  try {
    await using file = await open(path, 'r');
    if (!(await file.stat()).isFile()) throw new HeronError('unsupported', `${path} is no file`);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(mostOfEditedFile * 4 + 1), 0, undefined, 0);
    const kept = buffer.subarray(0, bytesRead).toString('utf8');
    return { kept: kept.slice(0, mostOfEditedFile), isCut: kept.length > mostOfEditedFile };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return { kept: '', isCut: false };
    throw error;
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
