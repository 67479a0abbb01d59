import type { CaseFile, CaseItem } from './case.ts';
import { type FoundFile, shownFile } from './shown-file.ts';

type Binary = { data: string; mimeType: string; fileName?: string; fileExtension?: string };

/** Files as items of n8n carry them when they are kept in memory. */
export function binaryOf(files: Record<string, CaseFile>): Record<string, Binary> {
  return Object.fromEntries(
    Object.entries(files).map(([name, { text, base64, mimeType, fileName }]) => {
      const extension = fileName?.split('.').at(-1);
      const data = base64 ?? Buffer.from(text ?? '').toString('base64');
      return [
        name,
        { data, mimeType, ...(fileName ? { fileName } : {}), ...(extension ? { fileExtension: extension } : {}) },
      ];
    }),
  );
}

/** What an item has, and of the files that it carries what is compared. */
export function withFiles({ json, binary }: CaseItem): object {
  if (!binary || Object.keys(binary).length === 0) return json;
  const files = Object.entries(binary).map(([name, file]) => {
    const { data, mimeType, fileName, fileExtension } = file as Binary;
    const found: FoundFile = { bytes: Buffer.from(data, 'base64'), mimeType, fileName, fileExtension };
    return [name, shownFile(found)];
  });
  return { ...json, $files: Object.fromEntries(files) as object };
}
