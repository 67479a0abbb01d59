import { readFileSync, realpathSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type ivm from 'isolated-vm';

export type ModuleLoaderParts = {
  isolate: ivm.Isolate;
  context: ivm.Context;
  /** The worker's folder, which its imports cannot leave. */
  folder: string;
  entry: string;
  /** What `heron/worker-kit` is. */
  kit: string;
  /** The host's own code inside the isolate. */
  inside: string;
};

/** The names a module may import by, and the folder its relative imports must stay in. */
type Place = { file: string; root: string; isWrapped?: boolean };

const main = `
import * as worker from 'heron:entry';
import { start as open, begin, end, receive, wake } from 'heron:inside';
export const start = (send, wakeAfter) => open(worker.default, { send, wakeAfter });
export { begin, end, receive, wake };
`;

/** Loads a worker's modules into its isolate: TypeScript is stripped, imports end at the worker's folder. */
export function createModuleLoader(parts: ModuleLoaderParts): { load(): Promise<ivm.Reference> } {
  const { isolate, context } = parts;
  const root = realpathSync(parts.folder);
  const own = ownRoot(root, parts.kit);
  const named = new Map<string, Place>([
    ['heron/worker-kit', trusted(parts.kit)],
    ['heron:inside', trusted(parts.inside)],
    ['heron:entry', { file: realpathSync(parts.entry), root }],
  ]);
  const loaded = new Map<string, Promise<ivm.Module>>();
  const placeOf = new Map<ivm.Module, Place>();

  async function resolve(specifier: string, importer: ivm.Module): Promise<ivm.Module> {
    const from = placeOf.get(importer);
    if (specifier.startsWith('heron:') && from) throw refused(specifier, from.file);
    return compile(named.get(specifier) ?? packageOf(specifier, own) ?? relative(specifier, from));
  }

  function compile(place: Place): Promise<ivm.Module> {
    let module = loaded.get(place.file);
    if (!module) {
      module = compileFile(place);
      loaded.set(place.file, module);
    }
    return module;
  }

  async function compileFile(place: Place): Promise<ivm.Module> {
    const code = place.isWrapped === true ? asModule(readCode(place.file)) : readCode(place.file);
    const module = await isolate.compileModule(code, { filename: pathToFileURL(place.file).href });
    placeOf.set(module, place);
    return module;
  }

  return {
    async load() {
      const entry = await isolate.compileModule(main, { filename: 'heron:main' });
      await entry.instantiate(context, resolve);
      await entry.evaluate();
      return entry.namespace;
    },
  };
}

/** Every isolate of this process has the files of the first: those were looked at before it began. */
const sources = new Map<string, string>();

function readCode(file: string): string {
  const known = sources.get(file);
  if (known !== undefined) return known;
  const code = stripped(file, readFileSync(file, 'utf8'));
  sources.set(file, code);
  return code;
}

function stripped(file: string, source: string): string {
  if (!/\.m?ts$/.test(file)) return source;
  try {
    return stripTypeScriptTypes(source);
  } catch (error) {
    throw new SyntaxError(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** A file that hands its one thing to `module.exports`, as a module whose default that is. */
function asModule(source: string): string {
  return `const module = { exports: {} };\n(function (exports, require) {\n${source}\n})(module.exports);\nexport default module.exports;`;
}

/** The app's own modules import from the folder of the whole kit, or of the built files. */
function trusted(path: string): Place {
  const file = realpathSync(path);
  const folder = dirname(file);
  return { file, root: folder.endsWith(`${sep}host-side`) ? dirname(folder) : folder };
}

function relative(specifier: string, from: Place | undefined): Place {
  if (!from || !/^\.\.?\//.test(specifier)) throw refused(specifier, from?.file);
  const path = join(dirname(from.file), specifier);
  if (!isInside(path, from.root)) throw refused(specifier, from.file);
  const file = realPath(path, specifier, from.file);
  if (!isInside(file, from.root)) throw refused(specifier, from.file);
  return { file, root: from.root };
}

function isInside(path: string, root: string): boolean {
  return path.startsWith(root + sep);
}

function realPath(path: string, specifier: string, importer: string): string {
  try {
    return realpathSync(path);
  } catch {
    throw new Error(`${importer} imports ${specifier}, which is not there`);
  }
}

/** The source tree, if the worker is one of its own and runs as it stands there; built workers have their packages in them. */
function ownRoot(folder: string, kit: string): string | undefined {
  const root = dirname(dirname(dirname(realpathSync(kit))));
  return kit.endsWith('.ts') && isInside(folder, join(root, 'workers')) ? root : undefined;
}

type PackageFile = { main?: string; module?: string; exports?: { '.'?: { import?: string } } };

/** A package that Heron's own workers may use: one file of the language alone. */
function packageOf(specifier: string, root: string | undefined): Place | undefined {
  if (root === undefined || !/^[a-z][a-z0-9-]*$/.test(specifier)) return undefined;
  const folder = realpathSync(join(root, 'node_modules', specifier));
  const {
    main: script,
    module,
    exports,
  } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageFile;
  const file = join(folder, module ?? exports?.['.']?.import ?? script ?? '');
  // What names one file as both is no module of the language.
  return { file, root: folder, isWrapped: (module ?? script) === script && exports === undefined };
}

function refused(specifier: string, importer: string | undefined): Error {
  const where = importer ? `${importer} imports` : 'The worker imports';
  return new Error(`${where} ${specifier}; an isolate worker may import its own files and heron/worker-kit`);
}
