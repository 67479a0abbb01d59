import { isIP } from 'node:net';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import { HeronError } from '../../base/errors.ts';
import { hostOf } from './network/resolve-host.ts';
import { canonicalPathSync, normalPath } from './paths/canonical-path.ts';
import { cleanEnvironment } from './programs/clean-environment.ts';
import { findProgram } from './programs/find-program.ts';

/**
 * What the broker will name when a plan or a person names `need.target`: the real path, the bare lower-case host, the
 * real path of the program or socket, the language. Errors: `invalid-input` for a relative path.
 */
export function canonicalTarget(need: PermissionNeed, environment: NodeJS.ProcessEnv): string {
  const { capability, target } = need;
  switch (capability) {
    case 'files.read':
    case 'files.write':
    case 'socket':
      return canonicalPathSync(normalPath(target));
    case 'net':
      return canonicalHost(target);
    case 'shell':
      return canonicalProgram(target, environment);
    case 'secrets':
    case 'mcp':
    case 'screen':
    case 'camera':
      return target;
    case 'code':
      return target.toLowerCase();
  }
}

/** A host, a host with a port, or a whole address. */
function canonicalHost(target: string): string {
  const bare = isIP(target) === 6 ? `[${target}]` : target;
  const url = URL.parse(bare.includes('://') ? bare : `http://${bare}`);
  return url ? hostOf(url) : target.toLowerCase();
}

/** A program that is not there keeps its name: the attempt to start it will say so. */
function canonicalProgram(target: string, environment: NodeJS.ProcessEnv): string {
  try {
    return findProgram(target, cleanEnvironment(environment)['PATH'] ?? '').target;
  } catch (error) {
    if (error instanceof HeronError && error.code === 'not-found') return target;
    throw error;
  }
}
