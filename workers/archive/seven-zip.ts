import type { SevenZip, Stream } from '7z-wasm/7zz.es6.js';
import { compiledSevenZip, loadSevenZip } from './seven-zip-code.ts';

/** A file that 7-Zip reads, anywhere in it and never more than it asks for. */
export type SeekableSource = { size: number; read(start: number, end: number): Promise<Uint8Array> };

export type SevenZipRun = {
  args: string[];
  /** Stands at `archivePath`. */
  archive?: SeekableSource;
  /** Gives at most so many bytes of its input, in order; none at the end. */
  input?: (most: number) => Promise<Uint8Array>;
  /** Its output; it waits until this resolves. The bytes are good until then. */
  onOutput(bytes: Uint8Array): Promise<void> | void;
};

/** `errors` is what it said on its second output. */
export type SevenZipEnd = { code: number; errors: string };

export const archivePath = '/archive';

/** 7-Zip packs into files only: where its words name this one, what it writes there, in one go, is its output. */
export const outputPath = '/output.xz';

const mostErrors = 64 * 1024;

/** JavaScript promise integration, which TypeScript does not know yet. */
type Suspendable = {
  Suspending: new (run: (...numbers: number[]) => Promise<number>) => WebAssembly.ImportValue;
  promising(run: unknown): (...numbers: number[]) => Promise<number>;
};
const suspendable = WebAssembly as unknown as Suspendable;

type Span = { at: number; length: number };
/** Moves bytes between a stream and the program's memory; undefined: the stream is the library's own affair. */
type Move = (fd: number, spans: Span[], memory: WebAssembly.Memory, program: SevenZip) => Promise<number | undefined>;

/**
 * Runs 7-Zip once, in a memory of its own. Where it reads or writes it is halted until the bytes are there or taken, so that
 * neither an archive nor what is in it need fit into memory. Errors: those of the source, the input and the output.
 */
export async function runSevenZip(run: SevenZipRun): Promise<SevenZipEnd> {
  const module = await compiledSevenZip();
  const errors: string[] = [];
  let instance: WebAssembly.Instance | undefined;
  const loaded: { program?: SevenZip } = {};
  const memoryOf = (): WebAssembly.Memory => instance?.exports['memory'] as WebAssembly.Memory;

  const halting = (plain: unknown, move: Move): WebAssembly.ImportValue =>
    new suspendable.Suspending(async (fd = 0, list = 0, count = 0, done = 0) => {
      const spans = spansAt(memoryOf(), list, count);
      const { program } = loaded;
      const moved = program && (await move(fd, spans, memoryOf(), program));
      if (moved === undefined) return (plain as (...numbers: number[]) => number)(fd, list, count, done);
      new DataView(memoryOf().buffer).setUint32(done, moved, true);
      return 0;
    });

  const program = await loadSevenZip({
    stdin: () => null,
    instantiateWasm(imports, receive) {
      const places = Object.entries(imports).map(([name, functions]) => {
        const { fd_read: reads, fd_write: writes } = functions;
        const own = { fd_read: halting(reads, readingOf(run)), fd_write: halting(writes, writingOf(run, errors)) };
        return [name, { ...functions, ...own }];
      });
      instance = new WebAssembly.Instance(module, Object.fromEntries(places) as WebAssembly.Imports);
      receive(instance, module);
      return {};
    },
  });
  loaded.program = program;
  if (run.archive) {
    program.FS.writeFile(archivePath, '');
    program.FS.lookupPath(archivePath).node.usedBytes = run.archive.size;
  }
  const { exports } = instance as unknown as WebAssembly.Instance;
  const main = suspendable.promising(exports['__main_argc_argv']);
  return { code: await exitOf(main(...writeArguments(exports, ['7z', ...run.args]))), errors: errors.join('') };
}

function readingOf({ archive, input }: SevenZipRun): Move {
  return async (fd, spans, memory, { FS }) => {
    const stream = FS.streams[fd];
    const isArchive = stream?.path === archivePath;
    if (!stream || (fd !== 0 && !isArchive)) return undefined;
    let moved = 0;
    for (const { at, length } of spans) {
      const end = Math.min(archive?.size ?? 0, stream.position + length);
      const bytes = isArchive ? await archive?.read(stream.position, end) : await input?.(length);
      if (!bytes || bytes.byteLength === 0) break;
      new Uint8Array(memory.buffer, at, bytes.byteLength).set(bytes);
      moved += bytes.byteLength;
      if (isArchive) stream.position += bytes.byteLength;
      if (bytes.byteLength < length) break;
    }
    return moved;
  };
}

function writingOf({ args, onOutput }: SevenZipRun, errors: string[]): Move {
  const isPacking = args.includes(outputPath);
  let said = 0;
  return async (fd, spans, memory, { FS }) => {
    const file = FS.streams[fd]?.path === outputPath ? FS.streams[fd] : undefined;
    if (fd !== 1 && fd !== 2 && !file) return undefined;
    let moved = 0;
    for (const { at, length } of spans) {
      const bytes = new Uint8Array(memory.buffer, at, length);
      if (fd === 2 && (said += length) < mostErrors) errors.push(Buffer.from(bytes).toString());
      if (file ? moveOn(file, FS, length) : fd === 1 && !isPacking) await onOutput(bytes);
      moved += length;
    }
    return moved;
  };
}

/** Always true. What has been given away cannot be written again, which no format does that is written here. */
function moveOn(file: Stream, { lookupPath }: SevenZip['FS'], length: number): true {
  const { node } = lookupPath(outputPath);
  if (file.position !== node.usedBytes) throw new Error('7-Zip goes back in what it has written');
  node.usedBytes = file.position += length;
  return true;
}

/** A list of places and lengths, as WASI hands it over. */
function spansAt({ buffer }: WebAssembly.Memory, list: number, count: number): Span[] {
  const view = new DataView(buffer);
  return Array.from({ length: count }, (_, index) => ({
    at: view.getUint32(list + index * 8, true),
    length: view.getUint32(list + index * 8 + 4, true),
  })).filter(({ length }) => length > 0);
}

/** Where `argc` and `argv` of its `main` are. */
function writeArguments(exports: WebAssembly.Exports, words: string[]): [number, number] {
  const allocate = exports['_emscripten_stack_alloc'] as (bytes: number) => number;
  const places = words.map((word) => {
    const bytes = Buffer.from(`${word}\0`);
    const at = allocate(bytes.byteLength);
    new Uint8Array((exports['memory'] as WebAssembly.Memory).buffer).set(bytes, at);
    return at;
  });
  const list = allocate((places.length + 1) * 4);
  const view = new DataView((exports['memory'] as WebAssembly.Memory).buffer);
  [...places, 0].forEach((at, index) => view.setUint32(list + index * 4, at, true));
  return [words.length, list];
}

/** 7-Zip also ends by leaving from within; 2 is its code for what went wrong, also where its own code gave up. */
async function exitOf(main: Promise<number>): Promise<number> {
  try {
    return await main;
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError || typeof error === 'number') return 2;
    if (typeof error === 'object' && error !== null && 'status' in error) return Number(error.status);
    throw error;
  }
}
