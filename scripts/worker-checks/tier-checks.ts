import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TreeCheck } from './check.ts';

/** Which tsconfig a worker is in decides which globals its code may name. */
export const tsconfigsFollowTiers: TreeCheck = (workers, root) => {
  const isolated = workers.filter(({ manifest }) => manifest.tier === 'isolate').map(({ name }) => name);
  return ['tsconfig.isolate.json', 'tsconfig.workers.json'].flatMap((file) => {
    const listed: string[] = readFileSync(join(root, file), 'utf8').match(/(?<=workers\/)[a-z][a-z0-9-]*/g) ?? [];
    const verb = file === 'tsconfig.isolate.json' ? 'list' : 'exclude';
    return [
      ...isolated
        .filter((name) => !listed.includes(name))
        .map((name) => ({ file, message: `must ${verb} workers/${name}, which is of the isolate tier` })),
      ...listed
        .filter((name) => !isolated.includes(name))
        .map((name) => ({ file, message: `must not ${verb} workers/${name}, which is no worker of the isolate tier` })),
    ];
  });
};
