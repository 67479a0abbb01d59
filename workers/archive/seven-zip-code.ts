import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

let compiled: Promise<WebAssembly.Module> | undefined;

/** 7-Zip's own code, compiled once: it lies beside the worker, and before that is built in its package. */
export function compiledSevenZip(): Promise<WebAssembly.Module> {
  return (compiled ??= read().then((bytes) => WebAssembly.compile(bytes)));
}

async function read(): Promise<Uint8Array<ArrayBuffer>> {
  const beside = fileURLToPath(new URL('7zz.wasm', import.meta.url));
  try {
    return new Uint8Array(await readFile(beside));
  } catch {
    return new Uint8Array(await readFile(createRequire(import.meta.url).resolve('7z-wasm/7zz.wasm')));
  }
}
