import type { FileHandle } from 'node:fs/promises';
import type { Failure } from '../../contract/errors.ts';
import { blobPath, isPicture, type StoredBlob } from '../../contract/blobs.ts';

/** Where the bytes of blobs come from, and where those go that a person hands in. */
export type BlobSource = {
  /** Errors: `not-found`. */
  get(blobId: string): StoredBlob;
  open(blob: StoredBlob): Promise<FileHandle>;
  /** Errors: `invalid-input` for a name no file can have, `limit-exceeded`, `storage`. */
  receive(file: { name: string; mediaType: string }, bytes: AsyncIterable<Uint8Array>): Promise<StoredBlob>;
};

/** `range` is absent where there is no body; its end is inclusive. */
export type BlobAnswer = { status: number; headers: Record<string, string>; range?: { start: number; end: number } };

type Asked = {
  method: string;
  range: string | undefined;
  ifNoneMatch: string | undefined;
  ifRange: string | undefined;
};

/** The id that a path names, if it is a blob's. */
export function blobIdOf(path: string): string | undefined {
  const [, , id] = path.split('/');
  return id && path === blobPath(id) ? id : undefined;
}

/** The name of the file that a request hands in, if it does. */
export function uploadNameOf(method: string | undefined, path: string, query: URLSearchParams): string | undefined {
  return method === 'POST' && path === '/blobs' ? (query.get('name') ?? '') : undefined;
}

/** The status that says what became of a file that was handed in. */
export function statusOfRefused({ code }: Failure): number {
  if (code === 'limit-exceeded') return 413;
  return code === 'invalid-input' ? 400 : 500;
}

/** How a request for a blob is answered. Bytes that workers made are never run as a page of Heron's own. */
export function answerForBlob(blob: StoredBlob, asked: Asked): BlobAnswer {
  const etag = `"${blob.sha256}"`;
  const headers = {
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=31536000, immutable',
    'content-disposition': disposition(blob),
    'content-security-policy': "sandbox; default-src 'none'",
    'content-type': blob.mediaType,
    'cross-origin-resource-policy': 'same-origin',
    etag,
    'x-content-type-options': 'nosniff',
  };
  if (asked.ifNoneMatch?.split(/\s*,\s*/).includes(etag)) return { status: 304, headers };
  const isCurrent = asked.ifRange === undefined || asked.ifRange === etag;
  const range = asked.range === undefined || !isCurrent ? undefined : readRange(asked.range, blob.bytes);
  if (range === 'unsatisfiable') {
    return { status: 416, headers: { ...headers, 'content-length': '0', 'content-range': `bytes */${blob.bytes}` } };
  }
  const { start, end } = range ?? { start: 0, end: blob.bytes - 1 };
  const length = String(end - start + 1);
  const body = asked.method === 'HEAD' || blob.bytes === 0 ? {} : { range: { start, end } };
  if (!range) return { status: 200, headers: { ...headers, 'content-length': length }, ...body };
  const contentRange = `bytes ${start}-${end}/${blob.bytes}`;
  return { status: 206, headers: { ...headers, 'content-length': length, 'content-range': contentRange }, ...body };
}

/** One range of bytes; what is no such range, or several, counts as none, as the standard has it. */
function readRange(header: string, bytes: number): { start: number; end: number } | 'unsatisfiable' | undefined {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!found || (found[1] === '' && found[2] === '')) return undefined;
  const [first, last] = [found[1], found[2]].map((text) => (text === '' ? undefined : Number(text)));
  if (first === undefined) {
    if (last === 0 || bytes === 0) return 'unsatisfiable';
    return { start: Math.max(0, bytes - (last ?? 0)), end: bytes - 1 };
  }
  if (last !== undefined && last < first) return undefined;
  return first >= bytes ? 'unsatisfiable' : { start: first, end: Math.min(last ?? bytes, bytes - 1) };
}

/** Pictures are shown, all else is saved, under a name that any system can write. */
function disposition({ id, mediaType, name = id }: StoredBlob): string {
  const kind = isPicture(mediaType) ? 'inline' : 'attachment';
  const plain = name.replaceAll(/[^\w. -]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
