import { type Asked, type Call, type Handle, isFields, NodeFailure } from './call.ts';

/** What is read into memory of one file. */
const mostBytes = 64 * 1024 * 1024;

/** Errors: the item carries none of that name. */
export function handleOf(item: Asked, name: string, index: number): Handle {
  const found = Object.hasOwn(item.binary, name) ? item.binary[name] : undefined;
  if (isFields(found) && typeof found['blob'] === 'string') return found as unknown as Handle;
  throw new NodeFailure(`The item has no file in its field '${name}' [item ${index}]`);
}

export async function bytesOf({ context }: Call, { blob }: Handle): Promise<Buffer> {
  const { bytes } = await context.blobs.status(blob);
  if (bytes > mostBytes) throw new NodeFailure(`The file has ${bytes} bytes; at most ${mostBytes} can be read`);
  return Buffer.concat(await Array.fromAsync(context.blobs.read(blob)));
}

/** The chunks of a file as they come. */
export function chunksOf({ context }: Call, { blob }: Handle): AsyncIterable<Uint8Array> {
  return context.blobs.read(blob);
}

export type Content = { bytes: Uint8Array | string; mimeType: string; fileName?: string | undefined };

/** Keeps the bytes as a blob, and gives what an item carries of it. */
export async function keep({ context }: Call, { bytes, mimeType, fileName }: Content): Promise<Handle> {
  const named = fileName === undefined ? {} : { fileName };
  const writer = await context.blobs.create({ mediaType: mimeType, ...(fileName ? { name: fileName } : {}) });
  const whole = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  for (let at = 0; at < whole.byteLength; at += chunkBytes) await writer.write(whole.subarray(at, at + chunkBytes));
  const status = await writer.finish();
  const extension = fileName?.includes('.') ? fileName.split('.').at(-1) : undefined;
  return {
    ...{ blob: status.blob, mimeType, ...named },
    ...(extension === undefined ? {} : { fileExtension: extension }),
    bytes: status.bytes,
  };
}

const chunkBytes = 256 * 1024;
