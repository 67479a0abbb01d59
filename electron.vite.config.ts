import { join } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { notedLicences } from './scripts/licences.ts';
import { startCode } from './scripts/start-code.ts';
import { startChunk } from './scripts/start-chunks.ts';

/** A screen is called by its feature's name: its file is `screen.tsx` in all of them. */
function chunkName({ name, facadeModuleId }: { name: string; facadeModuleId: string | null }): string {
  const feature = /features\/([\w-]+)\/screen\.tsx$/.exec(facadeModuleId ?? '')?.[1];
  return `assets/${feature ?? name}-[hash].js`;
}

type Graph = { getModuleInfo(id: string): { isEntry: boolean; importers: readonly string[] } | null };

/** Names the one chunk of what the entry imports, itself or through others, before anything is loaded later. */
function firstPaint(id: string, graph: Graph): string | null {
  const seen = new Set([id]);
  for (const each of seen) {
    const { isEntry = false, importers = [] } = graph.getModuleInfo(each) ?? {};
    if (isEntry) return 'first-paint';
    for (const importer of importers) seen.add(importer);
  }
  return null;
}

export default defineConfig({
  main: {
    plugins: [startCode()],
    build: {
      // Electron 45 runs Node 24; headless and the hosts run the pinned Node, which is newer.
      target: 'node24',
      sourcemap: true,
      license: { fileName: notedLicences },
      rolldownOptions: {
        // The two programs, and what the engine starts as processes and threads of their own. npm packages named in
        // package.json under "dependencies" stay outside (native code); all others are bundled.
        input: {
          'electron-app': 'src/main/electron/main.ts',
          headless: 'src/main/headless/main.ts',
          'code-host': 'src/main/workers/hosts/code/child.ts',
          'node-host': 'src/main/workers/hosts/node/child.ts',
          'isolate-host': 'src/main/workers/hosts/isolate/child.ts',
        },
        // What a start shares is in one file, also what some import later; scripts/start-budgets.ts holds what a start loads.
        checks: { ineffectiveDynamicImport: false },
        transform: { inject: { FormData: [join(import.meta.dirname, 'src/main/base/form-data.ts'), 'FormData'] } },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          // Smaller files are read and looked up in the compile cache sooner; names stay for who reads a stack.
          minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
          // One character outside of Latin-1 makes the whole file take two bytes for each.
          charset: 'ascii',
          codeSplitting: {
            includeDependenciesRecursively: false,
            groups: [{ name: startChunk(import.meta.dirname), debugName: 'start' }],
          },
        },
      },
    },
  },
  preload: {
    build: {
      rolldownOptions: {
        input: { preload: 'src/preload/preload.ts' },
        // A sandboxed preload script cannot be an ES module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react(), tailwindcss()],
    // The package writes inline styles, which the page's security policy forbids.
    resolve: { alias: { 'react-style-singleton': join(import.meta.dirname, 'src/renderer/app/style-singleton.ts') } },
    // scripts/page-budgets.ts has limits that are told file by file.
    build: {
      minify: true,
      license: { fileName: notedLicences },
      chunkSizeWarningLimit: 4000,
      rolldownOptions: {
        input: 'src/renderer/index.html',
        // Schemas and calls that the page names nowhere are not in it.
        treeshake: { manualPureFunctions: ['oc', 'z', 'strictObject', 'defineEvent'] },
        // One file for all that the first paint needs, also what later screens share with it: each file costs a request.
        output: {
          chunkFileNames: chunkName,
          codeSplitting: { groups: [{ name: firstPaint, debugName: 'first paint' }] },
        },
      },
    },
  },
});
