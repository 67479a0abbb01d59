import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { mostOfPromptFile, mostOfPromptFiles, type PromptFile, promptFileNames } from '../../../contract/prompts.ts';
import { systemCode } from '../../base/errors.ts';

/** Bytes looked at; of what is longer nothing would be told anyway. */
const mostRead = 262_144;

export type ReadPromptFiles = { files: PromptFile[]; text: string };

/**
 * The person's files in their order, as text for a model: the same files give the same bytes. Read anew each time, so that
 * what is edited by hand holds from the next message on. Without any file there is no text.
 */
export async function readPromptFiles(folder: string): Promise<ReadPromptFiles> {
  const files: PromptFile[] = [];
  const sections: string[] = [];
  let left = mostOfPromptFiles;
  for (const name of promptFileNames) {
    const path = join(folder, name);
    const found = await readText(path);
    const shown = 'text' in found ? cut(found.text, Math.min(mostOfPromptFile, left)) : '';
    const characters = 'text' in found ? found.text.length : 0;
    left -= shown.length;
    const state = 'text' in found ? (shown.length < characters ? 'cut' : 'whole') : found.state;
    files.push({ name, path, characters, shown: shown.length, state });
    sections.push(`## ${name}\n${bodyOf(state, shown, characters)}`);
  }
  const isThere = files.some(({ state }) => state !== 'missing');
  return { files, text: isThere ? `${heading}\n\n${sections.join('\n\n')}` : '' };
}

const heading = `Files that the person keeps for you, within the rules above. MEMORY.md is what was noted to be remembered.`;

function bodyOf(state: PromptFile['state'], shown: string, characters: number): string {
  if (state === 'missing') return '[There is no such file]';
  if (state === 'unreadable') return '[This file cannot be read]';
  const gone = characters - shown.length;
  return gone === 0 ? shown : `${shown}\n[… ${gone} characters left out]`;
}

/** Half of a character that is two units long is none. */
function cut(text: string, most: number): string {
  const kept = text.slice(0, most);
  return /[\ud800-\udbff]$/.test(kept) && kept.length < text.length ? kept.slice(0, -1) : kept;
}

async function readText(path: string): Promise<{ text: string } | { state: 'missing' | 'unreadable' }> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    if (!(await file.stat()).isFile()) return { state: 'unreadable' };
    const { buffer, bytesRead } = await file.read(Buffer.alloc(mostRead), 0, mostRead, 0);
    return { text: plain(buffer.subarray(0, bytesRead).toString('utf8')) };
  } catch (error) {
    return { state: systemCode(error) === 'ENOENT' ? 'missing' : 'unreadable' };
  } finally {
    await file?.close();
  }
}

/** Editors differ in how lines and files end. */
export function plain(text: string): string {
  return text
    .replace(/^\ufeff/, '')
    .replaceAll('\r\n', '\n')
    .trim();
}
