/** As much of WebAssembly as flite is run with: Node has it, and only the types of browsers describe it. */
declare namespace WebAssembly {
  interface Module {
    readonly isModule: true;
  }
  interface Instance {
    readonly exports: Record<string, unknown>;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Record<string, Record<string, unknown>>): Promise<Instance>;
}
