import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the code of the hosts lies: in the source tree, or among the built files. */
export type HostPrograms = {
  node: string;
  isolate: string;
  /** What each thread of the isolate host runs. */
  thread: string;
  /** What `heron/worker-kit` means to a worker. */
  kit: string;
  /** The side of the isolate host that runs inside the isolate. */
  inside: string;
  /** What a host must be able to read: the app's own files, and its npm packages. */
  readable: string[];
};

export const runsFromSource = import.meta.url.endsWith('.ts');

export function findPrograms(): HostPrograms {
  const here = dirname(fileURLToPath(import.meta.url));
  return runsFromSource ? sourcePrograms(here) : builtPrograms(here);
}

function sourcePrograms(here: string): HostPrograms {
  const root = join(here, '..', '..', '..', '..');
  const kit = join(root, 'src', 'worker-kit');
  return {
    node: join(here, 'node', 'child.ts'),
    isolate: join(here, 'isolate', 'child.ts'),
    thread: join(here, 'isolate', 'thread.ts'),
    kit: join(kit, 'index.ts'),
    inside: join(kit, 'host-side', 'inside-isolate.ts'),
    readable: [here, kit, ...packagesOf(root)],
  };
}

/** The bundler may put this code into the entry's folder or into a folder of chunks below it. */
function builtPrograms(here: string): HostPrograms {
  const folder = existsSync(join(here, 'node-host.js')) ? here : dirname(here);
  const root = join(folder, '..', '..');
  return {
    node: join(folder, 'node-host.js'),
    isolate: join(folder, 'isolate-host.js'),
    thread: join(folder, 'isolate-thread.js'),
    kit: join(folder, 'worker-kit.js'),
    inside: join(folder, 'isolate-inside.js'),
    readable: [folder, ...packagesOf(root)],
  };
}

/** By both names where the folder is a link: modules are looked for under the one and read under the other. */
function packagesOf(root: string): string[] {
  const packages = join(root, 'node_modules');
  const names = existsSync(packages) ? [packages, realpathSync(packages)] : [];
  return [join(root, 'package.json'), ...new Set(names)];
}
