import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Silero's model that tells speech from noise: in the source tree out of the package that carries it, else among the built files. */
export function sileroModel(appFolder: string): string {
  if (!import.meta.url.endsWith('.ts')) return join(appFolder, 'out', 'main', sileroFile);
  const { resolve } = createRequire(import.meta.url);
  return join(dirname(resolve('@ricky0123/vad-web/package.json')), 'dist', sileroFile);
}

export const sileroFile = 'silero_vad_v5.onnx';
