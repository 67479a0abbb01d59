import type { BundleContent, Redaction } from '../../../contract/bundles.ts';
import type { HeronClient } from '../../engine/client.ts';

export type Progress = (done: number, total: number) => void;

const pieceBytes = 512 * 1024;

/** All of a bundle. The browser keeps large ones on the disk. */
export async function makeBundle(
  client: HeronClient,
  request: { runId: string; redaction: Redaction; withFiles: boolean },
  onProgress: Progress,
  signal: AbortSignal,
): Promise<{ file: Blob; content: BundleContent }> {
  const pieces: BlobPart[] = [];
  for await (const { bytes, done, total, content } of await client.bundles.make(request, { signal })) {
    pieces.push(Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0)));
    onProgress(done, total);
    if (content) return { file: new Blob(pieces, { type: 'application/gzip' }), content };
  }
  throw new Error('The bundle has no end');
}

/** Hands a file in, piece by piece, and opens it. Errors: as `failureOf` reads them. */
export async function openBundle(
  client: HeronClient,
  file: File,
  onProgress: Progress,
): Promise<{ runId: string; isNew: boolean; events: number }> {
  let bundleId: string | undefined;
  for (let at = 0; at < file.size || bundleId === undefined; at += pieceBytes) {
    const bytes = await toBase64(file.slice(at, at + pieceBytes));
    ({ bundleId } = await client.bundles.send({ bytes, ...(bundleId ? { bundleId } : {}) }));
    onProgress(Math.min(file.size, at + pieceBytes), file.size);
  }
  return client.bundles.open({ bundleId, name: file.name });
}

async function toBase64(piece: Blob): Promise<string> {
  let text = '';
  const bytes = new Uint8Array(await piece.arrayBuffer());
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
