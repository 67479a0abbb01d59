import type { Tier } from './manifest.ts';

/** A process of the isolate tier opens another isolate when the first is busy, up to so many. */
export const mostIsolates = 2;

/**
 * Resident memory of a busy host besides the worker's own, measured and rounded up: what a process is ended at is its worker's
 * `memoryMb` and this. Each isolate of a host takes its part, and may take the worker's whole limit.
 */
export function memoryAllowanceMb(tier: Tier, memoryMb: number, isolates = mostIsolates): number {
  return tier === 'node' ? 96 : 128 + 64 * isolates + memoryMb * (isolates - 1);
}
