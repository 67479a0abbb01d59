import type { HeronError } from '../../../base/errors.ts';

/** How a host came to its end, and what its calls hear. */
export type RunEnd = { reason: string; isCrash: boolean; error: HeronError };
