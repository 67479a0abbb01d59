import { openFile } from '../paths/open-file.ts';

/** Larger files are shown without a diff. */
export const smallUpToBytes = 256 * 1024;

/** The text of a small file; undefined if it is large, not text (a zero byte, or no UTF-8), or cannot be read. */
export async function readSmallText(path: string): Promise<string | undefined> {
  try {
    const { file, stats } = await openFile(path);
    await using source = file;
    if (stats.size > smallUpToBytes) return undefined;
    const bytes = await source.readFile();
    if (bytes.byteLength > smallUpToBytes || bytes.includes(0)) return undefined;
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
