/** Of the engine's clock: `2026-11-26`. */
export function dayOf(at: number): string {
  const date = new Date(at);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The last days, the oldest first; the last of them is that of `now`. */
export function lastDays(now: number, count: number): string[] {
  const today = new Date(now);
  return Array.from({ length: count }, (_, index) =>
    dayOf(new Date(today.getFullYear(), today.getMonth(), today.getDate() - (count - 1 - index)).getTime()),
  );
}

/** When a day or a month began and when it is over. */
export function periodAround(now: number, per: 'day' | 'month'): { from: number; to: number } {
  const date = new Date(now);
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  if (per === 'month') return { from: new Date(year, month, 1).getTime(), to: new Date(year, month + 1, 1).getTime() };
  return { from: new Date(year, month, day).getTime(), to: new Date(year, month, day + 1).getTime() };
}
