import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long one thing may go on before all others have a turn, in milliseconds. */
const turnMs = 8;

let isUnderWay = false;
let begun = 0;
let waiting = 0;

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
  return now - begun > turnMs ? turn() : undefined;
}

async function turn(): Promise<void> {
  waiting += 1;
  await nextTurn();
  waiting -= 1;
}

/** Resolves in a later turn of the loop, when nothing goes on by itself any more: nobody waits for a turn. */
export async function atRest(): Promise<void> {
  do await nextTurn();
  while (waiting > 0);
}
