/** Undefined for who may begin at once. */
export type Pace = () => Promise<void> | undefined;

/** Lets so many begin in each turn of the loop, so that what comes all at once does not hold up everything else; the rest follow, first come, first begun. */
export function createPace(most: number): Pace {
  const waiting: (() => void)[] = [];
  let begun = 0;
  let isWatched = false;

  function nextTurn(): void {
    const next = waiting.splice(0, most);
    begun = next.length;
    isWatched = begun > 0;
    if (isWatched) setImmediate(nextTurn);
    for (const begin of next) begin();
  }

  return () => {
    if (!isWatched) setImmediate(nextTurn);
    isWatched = true;
    if (begun >= most) return new Promise((resolve) => waiting.push(resolve));
    begun += 1;
    return undefined;
  };
}
