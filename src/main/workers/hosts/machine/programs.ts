import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** Where the code of the hosts lies: in the source tree, or among the built files. */
export type HostPrograms = {
  node: string;
  isolate: string;
  /** What `heron/worker-kit` means to a worker. */
  kit: string;
  /** The side of the isolate host that runs inside the isolate. */
  inside: string;
  /** What is loaded before written code, and what it must be able to read for that. */
  code: { preload: string; readable: string[] };
  /** What asks databases, and what it must be able to read for that. */
  query: { script: string; readable: string[] };
  /** What a host must be able to read: the app's own files, and its npm packages. */
  readable: string[];
};

export const runsFromSource = import.meta.url.endsWith('.ts');

/** `appFolder` holds the built files; the source tree is where this file lies. */
export function findPrograms(appFolder: string): HostPrograms {
  return runsFromSource ? sourcePrograms(join(import.meta.dirname, '..')) : builtPrograms(appFolder);
}

function sourcePrograms(hosts: string): HostPrograms {
  const root = join(hosts, '..', '..', '..', '..');
  const kit = join(root, 'src', 'worker-kit');
  const main = join(root, 'src', 'main');
  const packages = packagesOf(root);
  return {
    node: join(hosts, 'node', 'child.ts'),
    isolate: join(hosts, 'isolate', 'child.ts'),
    kit: join(kit, 'index.ts'),
    inside: join(kit, 'host-side', 'inside-isolate.ts'),
    code: { preload: join(hosts, 'code', 'child.ts'), readable: [hosts] },
    query: {
      script: join(main, 'workers', 'queries', 'room', 'child.ts'),
      readable: [join(main, 'workers', 'queries'), join(main, 'base'), join(root, 'src', 'contract'), ...packages],
    },
    readable: [hosts, kit, ...packages],
  };
}

/** Not where this file lies: Electron reads it from an archive, which the hosts' Node cannot. */
export function builtPrograms(appFolder: string): HostPrograms {
  const folder = join(appFolder, 'out', 'main');
  return {
    node: join(folder, 'node-host.js'),
    isolate: join(folder, 'isolate-host.js'),
    kit: join(folder, 'worker-kit.js'),
    inside: join(folder, 'isolate-inside.js'),
    code: { preload: join(folder, 'code-host.js'), readable: [folder] },
    query: { script: join(folder, 'query-host.js'), readable: [folder, ...packagesOf(appFolder)] },
    readable: [folder, ...packagesOf(appFolder)],
  };
}

/** By both names where the folder is a link: modules are looked for under the one and read under the other. */
function packagesOf(root: string): string[] {
  const packages = join(root, 'node_modules');
  const names = existsSync(packages) ? [packages, realpathSync(packages)] : [];
  return [join(root, 'package.json'), ...new Set(names)];
}
