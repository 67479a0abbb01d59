import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long one thing may go on before all others have a turn, in milliseconds. */
const turnMs = 8;

let isUnderWay = false;
let begun = 0;

/** Resolves in the next turn of the loop, when this one has lasted long enough; undefined when it has not. */
export function letOthersIn(): Promise<void> | undefined {
  const now = performance.now();
  if (!isUnderWay) {
    isUnderWay = true;
    begun = now;
    setImmediate(() => {
      isUnderWay = false;
    });
    return undefined;
  }
  return now - begun > turnMs ? nextTurn() : undefined;
}
