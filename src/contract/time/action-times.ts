/** How many calls took how long, by the number of a bucket. */
export type ActionTimes = Record<string, number>;

/** Each bucket ends a quarter of a doubling above the one before: a time read back is at most a fifth too long. */
export const bucketsADoubling = 4;

/** The time within which so many of a hundred calls ended; undefined before there was any. */
export function timeWithin(times: ActionTimes, percent: number): number | undefined {
  const buckets = Object.entries(times)
    .map(([bucket, count]) => ({ bucket: Number(bucket), count }))
    .toSorted((one, other) => one.bucket - other.bucket);
  const wanted = (buckets.reduce((all, { count }) => all + count, 0) * percent) / 100;
  let seen = 0;
  for (const { bucket, count } of buckets) {
    seen += count;
    if (seen >= wanted) return 2 ** (bucket / bucketsADoubling);
  }
  return undefined;
}
