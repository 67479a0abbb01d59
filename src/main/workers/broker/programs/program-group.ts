/**
 * One program, or all of a call. What begins with `mark` stands in the environment of each and, unless it hides, of all
 * that it started.
 */
export type ProgramGroup = { mark: string; leaders: Leader[] };

/** `upAt`: how long the machine had been running when it was started, in seconds. */
export type Leader = { pid: number; upAt: number; hasEnded: () => boolean };

export const markVariable = 'HERON_PROGRAM';
