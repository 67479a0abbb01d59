import { existsSync } from 'node:fs';
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
  /** The app's own files a host must be able to read. */
  readable: string[];
  /** The npm packages of the app; absent when there are none beside it. */
  packages: string | undefined;
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
    readable: [here, kit, join(root, 'package.json')],
    packages: packagesAbove(root),
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
    readable: [folder, join(root, 'package.json')],
    packages: packagesAbove(root),
  };
}

function packagesAbove(root: string): string | undefined {
  const folder = join(root, 'node_modules');
  return existsSync(folder) ? folder : undefined;
}
