declare module '7z-wasm/7zz.es6.js' {
  export type Stream = { path: string; position: number };

  export type SevenZip = {
    FS: {
      streams: (Stream | null)[];
      mkdir(path: string): void;
      mount(kind: object, options: { root: string }, place: string): void;
      readFile(path: string): Uint8Array<ArrayBuffer>;
      writeFile(path: string, text: string): void;
      lookupPath(path: string): { node: { usedBytes: number } };
    };
    NODEFS: object;
  };

  type Imports = Record<string, Record<string, unknown>>;

  export type SevenZipOptions = {
    locateFile?(name: string, folder: string): string;
    instantiateWasm?(
      imports: Imports,
      receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ): object;
    stdin?: () => null;
  };

  export default function load(options: SevenZipOptions): Promise<SevenZip>;
}
