import { type CreateReadableOptions, Reader } from '@zip.js/zip.js';
import type { WorkerContext } from 'heron/worker-kit';
import { streamOf } from './stream-of.ts';

/** Lets zip.js read a file of the context, anywhere in it and never more than it needs. */
export class ZipFileReader extends Reader<string> {
  private readonly path: string;
  private readonly context: WorkerContext;

  constructor(path: string, size: number, context: WorkerContext) {
    super(path);
    this.path = path;
    this.size = size;
    this.context = context;
  }

  override createReadable(range: CreateReadableOptions = {}): ReadableStream<Uint8Array> {
    const { offset = 0, size = this.size - offset } = range;
    return streamOf(this.read(offset, offset + size));
  }

  override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.min(length, this.size - index));
    let at = 0;
    for await (const chunk of this.read(index, index + bytes.byteLength)) {
      bytes.set(chunk, at);
      at += chunk.byteLength;
    }
    return bytes.subarray(0, at);
  }

  private async *read(start: number, end: number): AsyncGenerator<Uint8Array> {
    yield* this.context.files.read(this.path, { start, end });
  }
}
