import { copyFile, glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'vite';
import { checkedFile, type CheckedManifests, hashOfText } from '../src/main/workers/registry/checked-manifests.ts';
import { fliteFile, fliteModule } from '../src/main/speech/flite-module.ts';
import { sileroFile, sileroModel } from '../src/main/speech/silero-model.ts';
import { readManifest } from '../src/main/workers/registry/read-manifest.ts';
import { notedLicences, takeLicences } from './licences.ts';
import packageJson from '../package.json' with { type: 'json' };

/**
 * Bundles each `workers/<id>/index.ts` to `out/workers/<id>/index.js`, with its manifest beside it: a worker may read
 * nothing outside its own folder.
 */
export async function bundleWorkers(root: string): Promise<void> {
  const built = join(root, 'out/workers');
  await rm(built, { recursive: true, force: true });
  for await (const manifest of glob('*/manifest.json', { cwd: join(root, 'workers') })) {
    const folder = dirname(manifest);
    await bundleWorker(root, folder, join(built, folder));
    await copyFile(join(root, 'workers', manifest), join(built, manifest));
  }
  await noteChecked(built);
}

/** A worker's code to one file, and what it computes with beside it. */
export function bundleWorker(root: string, id: string, folder: string): Promise<void> {
  return bundleAlone(join(root, 'workers', id, 'index.ts'), folder, 'index.js');
}

/** Manifests that are right are not checked again at each start; one that is not is told then. */
async function noteChecked(built: string): Promise<void> {
  const byText: CheckedManifests['byText'] = {};
  for await (const file of glob('*/manifest.json', { cwd: built })) {
    const folder = join(built, dirname(file));
    const manifest = await readManifest(folder, packageJson.version).catch(() => undefined);
    if (manifest) byText[hashOfText(await readFile(join(built, file), 'utf8'))] = manifest;
  }
  const checked: CheckedManifests = { version: packageJson.version, byText };
  await writeFile(join(built, checkedFile), JSON.stringify(checked));
}

/** What Electron runs first: alone, because it is in the package's archive and everything it could share is beside that. */
export async function bundleStart(root: string): Promise<void> {
  const entry = join(root, 'src/main/electron/start.ts');
  await bundleAlone(entry, join(root, 'out/main'), 'electron.js', { external: ['electron'] });
}

/** The two sides of the worker kit, which hosts hand to workers: they meet in no chunk, because an isolate loads none. */
export async function bundleKit(root: string): Promise<void> {
  const folder = join(root, 'out/main');
  await bundleAlone(join(root, 'src/worker-kit/index.ts'), folder, 'worker-kit.js');
  await bundleAlone(join(root, 'src/worker-kit/host-side/inside-isolate.ts'), folder, 'isolate-inside.js');
}

/**
 * What runs model files. The library is a file beside it, because it starts its own file as a process to try its native part;
 * that part is a package for each system and stays outside.
 */
export async function bundleInference(root: string): Promise<void> {
  const entry = join(root, 'src/main/models/local/inference/child.ts');
  await bundleAlone(entry, join(root, 'out/main'), 'inference-host.js', {
    external: [/^@node-llama-cpp\//, /^@reflink\/reflink-/],
    output: { chunkFileNames: 'inference-[name].js', codeSplitting: true, minify: true },
  });
}

/** What runs the engines of speech: whisper.cpp and sherpa-onnx are packages beside it, Silero's model and flite are files. */
export async function bundleSpeech(root: string): Promise<void> {
  const folder = join(root, 'out/main');
  await bundleAlone(join(root, 'src/main/speech/host/child.ts'), folder, 'speech-host.js', {
    output: { chunkFileNames: 'speech-[name].js', codeSplitting: true },
  });
  await copyFile(sileroModel(root), join(folder, sileroFile));
  await copyFile(fliteModule(root), join(folder, fliteFile));
}

/** What asks databases; DuckDB's native part is a package for each system and stays outside. */
export async function bundleQueries(root: string): Promise<void> {
  await bundleAlone(join(root, 'src/main/workers/queries/room/child.ts'), join(root, 'out/main'), 'query-host.js', {
    external: [/^@duckdb\/node-bindings-/, 'pg-native', 'pg-cloudflare'],
    output: { chunkFileNames: 'query-[name].js', codeSplitting: true, minify: true },
  });
}

/** What drives a browser; Playwright reads files around its own, so it is a package beside it. */
export async function bundleDriver(root: string): Promise<void> {
  const entry = join(root, 'src/main/workers/browsers/driver/child.ts');
  await bundleAlone(entry, join(root, 'out/main'), 'browser-host.js');
}

/** What reads text in pictures, with the program and the language it is given: those lie beside the programs, for they are no code. */
export async function bundleReader(root: string): Promise<void> {
  await bundleAlone(join(root, 'src/main/features/eyes/reading/child.ts'), join(root, 'out/main'), 'reader-host.js', {
    // The program looks for its own place when it loads, as CommonJS tells it.
    output: { banner: 'const { dirname: __dirname, filename: __filename } = import.meta;' },
  });
  const folder = join(root, 'out/eyes');
  await mkdir(folder, { recursive: true });
  const packages = join(root, 'node_modules');
  await copyFile(join(packages, 'tesseract.js-core/tesseract-core-simd-lstm.wasm'), join(folder, 'reader.wasm'));
  const language = 'eng.traineddata.gz';
  await copyFile(join(packages, '@tesseract.js-data/eng/4.0.0_best_int', language), join(folder, language));
}

/** jsdom looks for a script of its own when it loads; it is for synchronous requests, which no worker can make. */
const jsdomAlone: Plugin = {
  name: 'jsdom-alone',
  transform: (code, id) =>
    /jsdom.*XMLHttpRequest-impl\.js$/.test(id)
      ? code.replace('require.resolve("./xhr-sync-worker.js")', '"xhr-sync-worker.js"')
      : undefined,
};

/** 7-Zip's code stays a file that can be exchanged, and its licences lie beside it, as they want it. */
function sevenZipBeside(folder: string): Plugin {
  return {
    name: 'seven-zip-beside',
    async moduleParsed({ id }) {
      if (!/7z-wasm[\\/]7zz\.es6\.js$/.test(id)) return;
      await mkdir(folder, { recursive: true });
      for (const name of ['License.txt', 'unRarLicense.txt'])
        await copyFile(join(dirname(id), name), join(folder, `7zz.${name}`));
    },
  };
}

/** What cheerio has beside a parser is a client for the network, which no worker can use. Its build for pages is the parser alone. */
const cheerioAlone: Plugin = {
  name: 'cheerio-alone',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (source !== 'cheerio') return null;
    const found = await this.resolve(source, importer, { skipSelf: true });
    return found ? { ...found, id: found.id.replace('/dist/esm/', '/dist/browser/') } : null;
  },
};

/** What the library says of itself and of its native part it reads from files around it: these lie beside it here. */
function llamaBeside(folder: string): Plugin {
  const beside = 'inference-llama';
  return {
    name: 'llama-beside',
    async transform(code, id) {
      if (id.endsWith('node-llama-cpp/dist/utils/getModuleVersion.js')) {
        const version = JSON.stringify(packageJson.devDependencies['node-llama-cpp']);
        return `export const getModuleVersion = async () => ${version};`;
      }
      if (!id.endsWith('node-llama-cpp/dist/config.js')) return undefined;
      await mkdir(join(folder, beside), { recursive: true });
      for (const name of ['binariesGithubRelease.json', 'llama.cpp.info.json']) {
        await copyFile(join(dirname(id), '../llama', name), join(folder, beside, name));
      }
      return code.replace('path.join(__dirname, "..", "llama")', `path.join(__dirname, "${beside}")`);
    },
  };
}

/**
 * Packages that isolates use and that hand their one thing to `module.exports`: what `require` they would find in Node is kept from
 * them, because there is none in an isolate.
 */
const withoutRequire: Plugin = {
  name: 'without-require',
  transform: (code, id) =>
    /node_modules[\\/](jsonata[\\/]jsonata|papaparse[\\/]papaparse)\.js$/.test(id)
      ? `const module = { exports: {} };\n(function (exports, require) {\n${code}\n})(module.exports);\nexport default module.exports;`
      : undefined,
};

/** What a package computes with beside its code: it looks for that where its code is, which is the worker's folder. */
function webAssemblyBeside(folder: string): Plugin {
  return {
    name: 'web-assembly-beside',
    async transform(code, id) {
      for (const [, name = ''] of code.matchAll(/new URL\("([\w-]+\.wasm)",\s*import\.meta\.url\)/g)) {
        await mkdir(folder, { recursive: true });
        await copyFile(join(dirname(id), name), join(folder, name));
      }
    },
  };
}

/** Grammars that a worker names as files of packages lie beside its code, and are named there. */
function grammarsBeside(folder: string): Plugin {
  return {
    name: 'grammars-beside',
    async transform(code, id) {
      if (!/workers[\\/]code[\\/]languages\.ts$/.test(id)) return undefined;
      const named = /import\.meta\.resolve\((["'])([\w-]+\/([\w-]+\.wasm))\1\)/g;
      await mkdir(folder, { recursive: true });
      for (const [, , file = '', name = ''] of code.matchAll(named)) {
        await copyFile(join(dirname(id), '../../node_modules', file), join(folder, name));
      }
      return code.replace(named, 'new URL("$3", import.meta.url).href');
    },
  };
}

/** One entry to one file. Packages under "dependencies" (native code) stay outside. */
type More = { external?: (RegExp | string)[]; output?: object };

async function bundleAlone(entry: string, folder: string, name: string, more: More = {}): Promise<void> {
  const packages = Object.keys(packageJson.dependencies);
  await build({
    configFile: false,
    root: dirname(entry),
    logLevel: 'warn',
    plugins: [
      jsdomAlone,
      cheerioAlone,
      withoutRequire,
      webAssemblyBeside(folder),
      grammarsBeside(folder),
      sevenZipBeside(folder),
      llamaBeside(folder),
    ],
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir: folder,
      emptyOutDir: false,
      license: { fileName: notedLicences },
      target: 'node26',
      rolldownOptions: {
        external: [
          ...packages,
          ...packages.map((one) => new RegExp(`^${one}/`)),
          ...builtinModules,
          /^node:/,
          ...(more.external ?? []),
        ],
        output: { format: 'es', entryFileNames: name, codeSplitting: false, ...more.output },
      },
    },
  });
  await takeLicences(folder);
}
