import type { Manifest } from '../../../../contract/manifest.ts';
import { HeronError } from '../../../base/errors.ts';
import type { HostExit } from '../wire/host-process.ts';
import { crashed, saysOutOfMemory } from './host-errors.ts';
import { type LimitName, overLimit } from './limit-words.ts';

/** How a host came to its end, and what its calls hear. */
export type RunEnd = { reason: string; isCrash: boolean; error: HeronError };

export function spoilt(manifest: Manifest, what: string): RunEnd {
  return { reason: what, isCrash: true, error: new HeronError('worker-crashed', `The worker ${manifest.id} ${what}`) };
}

/** `isLate`: it may well start in time when the machine is less busy. */
export function unusable(manifest: Manifest, what: string, isLate = false): RunEnd {
  const message = `The worker ${manifest.id} ${what}`;
  const error = new HeronError('worker-unavailable', message, isLate ? { transient: true } : undefined);
  return { reason: what, isCrash: true, error };
}

export function stopped(manifest: Manifest, reason: string): RunEnd {
  return {
    reason,
    isCrash: false,
    error: new HeronError('worker-unavailable', `The worker ${manifest.id} was stopped: ${reason}`),
  };
}

/** Over a limit of its manifest; `used` is left out where nobody measured. */
export function over(manifest: Manifest, limit: Exclude<LimitName, 'timeoutMs'>, used?: number): RunEnd {
  const excess = { limit, value: manifest.limits[limit], ...(used === undefined ? {} : { used }) };
  return { reason: `over its limit ${limit}`, isCrash: false, error: overLimit(`The worker ${manifest.id}`, excess) };
}

export function endOf(manifest: Manifest, exit: HostExit): RunEnd {
  if (saysOutOfMemory(exit)) return over(manifest, 'memoryMb');
  return { reason: 'ended unexpectedly', isCrash: true, error: crashed(manifest.id, exit) };
}
