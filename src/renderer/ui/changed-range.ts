export interface ChangedRange {
  start: number;
  beforeEnd: number;
  afterEnd: number;
}

/** Where two lines differ between their common beginning and end; undefined when they share too little to help. */
export function changedRange(before: string, after: string): ChangedRange | undefined {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const isWorthShowing = start + tail >= Math.max(before.length, after.length) * 0.4;
  return isWorthShowing ? { start, beforeEnd: before.length - tail, afterEnd: after.length - tail } : undefined;
}
