/** Milliseconds since 1970. Handed in wherever time matters, so that a test can own it. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();
