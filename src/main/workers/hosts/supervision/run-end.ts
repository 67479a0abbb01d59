import type { Manifest } from '../../../../contract/manifest.ts';
import { HeronError } from '../../../base/errors.ts';
import type { HostExit } from '../wire/host-process.ts';
import { crashed, outOfMemory, saysOutOfMemory } from './host-errors.ts';

/** How a host came to its end, and what its calls hear. */
export type RunEnd = { reason: string; isCrash: boolean; error: HeronError };

export function spoilt(manifest: Manifest, what: string): RunEnd {
  return { reason: what, isCrash: true, error: new HeronError('worker-crashed', `The worker ${manifest.id} ${what}`) };
}

export function unusable(manifest: Manifest, what: string): RunEnd {
  return {
    reason: what,
    isCrash: true,
    error: new HeronError('worker-unavailable', `The worker ${manifest.id} ${what}`),
  };
}

export function stopped(manifest: Manifest, reason: string): RunEnd {
  return {
    reason,
    isCrash: false,
    error: new HeronError('worker-unavailable', `The worker ${manifest.id} was stopped: ${reason}`),
  };
}

export function exhausted(manifest: Manifest): RunEnd {
  const error = outOfMemory(manifest.id, manifest.limits.memoryMb);
  return { reason: 'over its limit memoryMb', isCrash: false, error };
}

export function endOf(manifest: Manifest, exit: HostExit): RunEnd {
  if (saysOutOfMemory(exit)) return exhausted(manifest);
  return { reason: 'ended unexpectedly', isCrash: true, error: crashed(manifest.id, exit) };
}
