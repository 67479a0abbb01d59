import { dirname, resolve } from 'node:path';
import type { WorkerContext } from 'heron/worker-kit';
import type { Image, Root } from 'mdast';
import { visit } from 'unist-util-visit';

export type LoadedImage = { type: 'png' | 'jpg' | 'gif'; data: Buffer; width: number; height: number };

const largest = 10 * 1024 * 1024;
const widestPixels = 600;

/** Pictures beside the text; those of the web, and what is no picture, are told and left out. */
export async function loadImages(
  source: string,
  tree: Root,
  context: WorkerContext,
): Promise<{ images: Map<string, LoadedImage>; missing: string[] }> {
  const urls = new Set<string>();
  visit(tree, 'image', ({ url }: Image) => void urls.add(url));
  const images = new Map<string, LoadedImage>();
  const missing: string[] = [];
  for (const url of urls) {
    const image = /^[a-z][a-z0-9+.-]+:/i.test(url) ? undefined : await load(resolve(dirname(source), url), context);
    if (image) images.set(url, image);
    else missing.push(url);
  }
  return { images, missing };
}

async function load(path: string, context: WorkerContext): Promise<LoadedImage | undefined> {
  try {
    const status = await context.files.status(path);
    if (!status || status.kind !== 'file' || status.size > largest) return undefined;
    const data = Buffer.concat(await Array.fromAsync(context.files.read(path)));
    const size = sizeOf(data);
    if (!size) return undefined;
    const scale = Math.min(1, widestPixels / size.width);
    return { type: size.type, data, width: Math.round(size.width * scale), height: Math.round(size.height * scale) };
  } catch (error) {
    context.signal.throwIfAborted();
    context.log('info', `${path} was left out: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

type Size = { type: LoadedImage['type']; width: number; height: number };

function sizeOf(data: Buffer): Size | undefined {
  if (data.byteLength < 32) return undefined;
  if (data.readUInt32BE(0) === 0x89504e47)
    return { type: 'png', width: data.readUInt32BE(16), height: data.readUInt32BE(20) };
  if (data.toString('latin1', 0, 4) === 'GIF8')
    return { type: 'gif', width: data.readUInt16LE(6), height: data.readUInt16LE(8) };
  return data.readUInt16BE(0) === 0xffd8 ? jpegSize(data) : undefined;
}

/** Its size stands in the first frame header (ITU-T T.81, B.2.2); C4, C8 and CC are no frames. */
function jpegSize(data: Buffer): Size | undefined {
  for (let at = 2; at + 9 < data.byteLength && data[at] === 0xff; at += 2 + data.readUInt16BE(at + 2)) {
    const marker = data[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { type: 'jpg', height: data.readUInt16BE(at + 5), width: data.readUInt16BE(at + 7) };
  }
  return undefined;
}
