import load from '7z-wasm/7zz.es6.js';

let compiled: Promise<WebAssembly.Module> | undefined;

/** 7-Zip's code, compiled once for all its runs. */
export function compiledSevenZip(): Promise<WebAssembly.Module> {
  return (compiled ??= read().then((bytes) => WebAssembly.compile(bytes)));
}

/** The library alone knows where its code lies and may read it; it hands it over as a file. */
async function read(): Promise<Uint8Array<ArrayBuffer>> {
  let root = '';
  const { FS, NODEFS } = await load({
    locateFile: (name, folder) => {
      root = folder;
      return `${folder}${name}`;
    },
  });
  FS.mkdir('/code');
  FS.mount(NODEFS, { root }, '/code');
  return FS.readFile('/code/7zz.wasm');
}
