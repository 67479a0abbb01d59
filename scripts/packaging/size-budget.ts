import { type PackageFinding, problem } from './package-finding.ts';
import type { ShippedFile } from './shipped-files.ts';

/** MB of what a package may carry besides Electron itself. Raise one only with a reason in the commit. */
export const budgetMb: Record<string, number> = {
  'pinned Node': 160,
  'native modules': 8,
  // Three read pages with jsdom (9 each); code has seven grammars (6); n8n-formats with its parsers and what files are written in is 2.5.
  workers: 57,
  engine: 7,
  // Playwright without a browser of its own.
  'browser driver': 15,
  // Tesseract as WebAssembly and its English.
  'reading pictures': 7,
  // MediaPipe as WebAssembly, and two models of hands.
  gestures: 24,
  // llama.cpp with a build for each kind of processor, and the library around it.
  'model runner': 40,
  // whisper.cpp, sherpa-onnx with its onnxruntime, Silero's model, and flite with five voices (22).
  'speech engines': 67,
  // DuckDB, and what speaks with servers.
  'asking databases': 80,
  // With the editor for code and its grammars, 0.7.
  page: 4,
  'everything else': 2,
};

const groups: [name: string, pattern: RegExp][] = [
  ['pinned Node', /^node\//],
  ['model runner', /^app\/(out\/main\/inference-|node_modules\/@node-llama-cpp\/)/],
  ['speech engines', /^app\/(out\/main\/(speech-host|silero_|flite)|node_modules\/(@fugood|sherpa-onnx-))/],
  ['asking databases', /^app\/(out\/main\/query-|node_modules\/@duckdb\/)/],
  ['native modules', /^app\/node_modules\/.*\.node$/],
  ['browser driver', /^app\/(out\/main\/browser-host|node_modules\/playwright-core\/)/],
  ['reading pictures', /^app\/out\/(eyes|main\/reader-host)/],
  ['gestures', /^app\/out\/renderer\/hands\//],
  ['workers', /^app\/out\/workers\//],
  ['engine', /^app\/out\/main\//],
  ['page', /^app\/out\/renderer\//],
  ['everything else', /./],
];

export type Sizes = { name: string; bytes: number; files: number }[];

export function sizesOf(files: readonly ShippedFile[]): Sizes {
  const sizes = groups.map(([name]) => ({ name, bytes: 0, files: 0 }));
  for (const { path, bytes } of files) {
    const size = sizes[groups.findIndex(([, pattern]) => pattern.test(path))];
    if (size) {
      size.bytes += bytes;
      size.files += 1;
    }
  }
  return sizes;
}

export function checkSizes(sizes: Sizes, budgets = budgetMb): PackageFinding[] {
  return sizes.flatMap(({ name, bytes }) => {
    const budget = budgets[name] ?? 0;
    return bytes > budget * 1e6 ? problem(`${name}: ${megabytes(bytes)} of ${budget} MB allowed`) : [];
  });
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
