/** As much of WebAssembly as is used here: Node has it, and only the types of browsers describe it. */
declare namespace WebAssembly {
  interface Module {
    readonly isModule: true;
  }
  interface Instance {
    readonly exports: Record<string, unknown>;
  }
  const Module: new (bytes: Uint8Array) => Module;
  const Instance: new (module: Module) => Instance;
  type Memory = { readonly buffer: ArrayBuffer };
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Record<string, Record<string, unknown>>): Promise<Instance>;
}
