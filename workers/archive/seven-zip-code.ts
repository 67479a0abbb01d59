import { constants } from 'node:fs';
import load, { type SevenZip, type SevenZipOptions } from '7z-wasm/7zz.es6.js';

let compiled: Promise<WebAssembly.Module> | undefined;

/** 7-Zip's code, compiled once for all its runs. */
export function compiledSevenZip(): Promise<WebAssembly.Module> {
  return (compiled ??= read().then((bytes) => WebAssembly.compile(bytes)));
}

/**
 * The library asks for the numbers of Node's file flags in an old way, which is taken from workers because it leads to all of
 * Node's inside; it is given the numbers alone.
 */
export function loadSevenZip(options: SevenZipOptions): Promise<SevenZip> {
  if (Reflect.get(process, 'binding') === undefined)
    Reflect.set(process, 'binding', (name: string) => (name === 'constants' ? { fs: constants } : {}));
  return load(options);
}

/** The library alone knows where its code lies and may read it; it hands it over as a file. */
async function read(): Promise<Uint8Array<ArrayBuffer>> {
  let root = '';
  const { FS, NODEFS } = await loadSevenZip({
    locateFile: (name, folder) => {
      root = folder;
      return `${folder}${name}`;
    },
  });
  FS.mkdir('/code');
  FS.mount(NODEFS, { root }, '/code');
  return FS.readFile('/code/7zz.wasm');
}
