declare module '7z-wasm/7zz.es6.js' {
  export type Stream = { path: string; position: number };

  export type SevenZip = {
    FS: {
      streams: (Stream | null)[];
      writeFile(path: string, text: string): void;
      lookupPath(path: string): { node: { usedBytes: number } };
    };
    callMain(args: string[]): unknown;
  };

  export type Imports = Record<string, Record<string, unknown>>;

  export default function load(options: {
    instantiateWasm(
      imports: Imports,
      receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ): object;
    stdin: () => null;
  }): Promise<SevenZip>;
}
