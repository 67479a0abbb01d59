import type { Engine } from '../../engine/connect.ts';

/** A report that is not saved yet: the file itself, and what is in it. */
export type ReportFile = { zip: Uint8Array<ArrayBuffer>; files: ReportEntry[] };

/** `bytes`: of the text, before it was packed. */
export type ReportEntry = { name: string; bytes: number };

/** Has the engine make one. Who aborts it ends the making too. */
export async function makeReportFile({ client }: Pick<Engine, 'client'>, signal: AbortSignal): Promise<ReportFile> {
  const pieces: BlobPart[] = [];
  for await (const { bytes } of await client.health.report({}, { signal })) {
    pieces.push(Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0)));
  }
  const zip = new Uint8Array(await new Blob(pieces).arrayBuffer());
  const { unzipSync } = await import('fflate');
  const files: ReportEntry[] = [];
  const look = ({ name, originalSize }: { name: string; originalSize: number }): boolean => {
    files.push({ name, bytes: originalSize });
    return false;
  };
  unzipSync(zip, { filter: look });
  return { zip, files };
}

/** Of the very file that would be saved. */
export async function textIn({ zip }: ReportFile, name: string): Promise<string> {
  const { unzipSync } = await import('fflate');
  const found = unzipSync(zip, { filter: (entry) => entry.name === name })[name];
  if (!found) throw new Error(`There is no ${name} in the report.`);
  return new TextDecoder().decode(found);
}
