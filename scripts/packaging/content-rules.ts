import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkLoaded } from './loading-rules.ts';
import { missing, type PackageFinding, problem } from './package-finding.ts';
import { nodePackage, type PackageTarget, targetHere } from './package-targets.ts';
import type { ShippedFile } from './shipped-files.ts';

/** What the pinned Node says in `process.versions.modules`; isolated-vm has a build for each. */
export const pinnedNodeAbi = 147;

/** Built by electron.vite.config.ts and scripts/worker-bundles.ts. */
const programs = [
  'electron',
  'electron-app',
  'headless',
  'code-host',
  'node-host',
  'isolate-host',
  'inference-host',
  'speech-host',
  'query-host',
  'reader-host',
  'worker-kit',
];

/** What each package must carry to work at all. */
export function checkContents(root: string, target: PackageTarget, files: readonly ShippedFile[]): PackageFinding[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const needed = [
    ...['package.json', 'LICENSE', 'bin/heron.js', 'bin/foreground.js', 'bin/pinned-node.js'],
    ...programs.map((name) => `out/main/${name}.js`),
    ...[
      'out/main/isolate-inside.js',
      'out/main/silero_vad_v5.onnx',
      'out/main/flite.wasm',
      'out/preload/preload.cjs',
      'out/renderer/index.html',
      'out/workers/checked.json',
    ],
    ...['out/eyes/reader.wasm', 'out/eyes/eng.traineddata.gz'],
    ...builtWorkers(root).flatMap((id) => [`out/workers/${id}/index.js`, `out/workers/${id}/manifest.json`]),
    ...['templates', 'workflows'].flatMap((folder) =>
      readdirSync(join(root, 'resources', folder)).map((name) => `resources/${folder}/${name}`),
    ),
  ].map((path) => `app/${path}`);
  return [
    ...needed.filter((path) => !byPath.has(path)).map((path) => problem(`${path} is not in it`)),
    ...needed.flatMap((path) => checkPlace(path, byPath.get(path)?.isUnpacked)),
    ...checkLoaded(files),
    ...checkRuntime(root, target, byPath),
    ...checkNative(root, target, byPath),
    ...checkPackages(root, files),
  ];
}

/** What Electron alone reads: the archive's hash is to keep what stands in it. */
const ofElectron = new Set(['app/out/main/electron.js', 'app/out/preload/preload.cjs']);

function checkPlace(path: string, isUnpacked: boolean | undefined): PackageFinding[] {
  if (isUnpacked === true && ofElectron.has(path))
    return [problem(`${path} is beside the archive, whose hash does not keep it`)];
  // Nothing but a person reads the licence.
  const isOfNode = !ofElectron.has(path) && path !== 'app/LICENSE';
  return isUnpacked === false && isOfNode
    ? [problem(`${path} is in the archive only, where the pinned Node cannot read it`)]
    : [];
}

function builtWorkers(root: string): string[] {
  return globSync('workers/*/manifest.json', { cwd: root }).map(
    (path) => path.replaceAll('\\', '/').split('/')[1] ?? '',
  );
}

function checkRuntime(root: string, target: PackageTarget, files: Map<string, ShippedFile>): PackageFinding[] {
  const binary = target.os === 'win' ? 'node/node.exe' : 'node/node';
  if (files.has(binary)) return files.has('node/LICENSE') ? [] : [problem('node/LICENSE is not in it')];
  return absent(root, target, nodePackage(target), `the pinned Node (${binary})`);
}

function checkNative(root: string, target: PackageTarget, files: Map<string, ShippedFile>): PackageFinding[] {
  const { os, arch } = target;
  const system = { linux: 'linux', mac: 'darwin', win: 'win32' }[os];
  const libc = os === 'linux' ? '.glibc' : '';
  const nodeModules = 'app/node_modules';
  const inPackage = [
    ['better-sqlite3', `prebuilds/${system}-${arch}.node`],
    ['isolated-vm', `prebuilds/${system}-${arch}/isolated-vm.abi${pinnedNodeAbi}${libc}.node`],
  ].flatMap(([name = '', build = '']) => {
    const path = `${nodeModules}/${name}/${build}`;
    if (files.has(path)) return [];
    const isPacked = existsSync(join(root, 'node_modules', name, build));
    return isPacked ? problem(`${path} is not in it`) : missing(`${name} comes without a build for ${system}-${arch}`);
  });
  const watcher = `@parcel/watcher-${system}-${arch}${os === 'linux' ? '-glibc' : ''}`;
  const hasWatcher = files.has(`${nodeModules}/${watcher}/watcher.node`);
  const runner = `@node-llama-cpp/${os}-${arch}${os === 'mac' && arch === 'arm64' ? '-metal' : ''}`;
  const hasRunner = [...files.keys()].some((path) => path.startsWith(`${nodeModules}/${runner}/bins/`));
  const noRunner = hasRunner ? [] : absent(root, target, runner, `${runner} (running model files)`);
  const duckdb = `@duckdb/node-bindings-${system}-${arch}`;
  const hasDuckdb = files.has(`${nodeModules}/${duckdb}/duckdb.node`);
  return [
    ...inPackage,
    ...noRunner,
    ...(hasDuckdb ? [] : absent(root, target, duckdb, `${duckdb} (asking data files)`)),
    ...(hasWatcher ? [] : absent(root, target, watcher, `${watcher} (watching folders)`)),
  ];
}

/** npm leaves out what is made for another system, so only there it can be packed. */
function absent(root: string, target: PackageTarget, name: string, what: string): PackageFinding[] {
  const here = targetHere();
  const isHere = here?.os === target.os && here.arch === target.arch;
  if (isHere)
    return [
      problem(
        `${what} is not in it: ${installed(root, name) ? 'the configuration leaves it out' : `${name} is not installed`}`,
      ),
    ];
  return [missing(`${what}, which npm installs only on that system`)];
}

function installed(root: string, name: string): boolean {
  return existsSync(join(root, 'node_modules', name, 'package.json'));
}

type Lock = { packages: Record<string, { dev?: boolean }> };

/** The lock file's word, not the packager's, on what is for development only. */
function checkPackages(root: string, files: readonly ShippedFile[]): PackageFinding[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const places = new Set(
    files.flatMap(({ path }) => /^app\/((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
  );
  return [...places].flatMap((place) => {
    const known = packages[place];
    if (!known) return problem(`${place} is not in package-lock.json`);
    return known.dev ? problem(`${place} is for development only`) : [];
  });
}
