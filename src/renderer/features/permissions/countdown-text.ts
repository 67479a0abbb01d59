import { plural } from '../../../words/words.ts';
/** "4:32" and "0:07"; from an hour on "3 h 5 min", from a day on "2 days". Never less than nothing. */
export function countdownText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return plural(days, { one: '1 day', other: '{{count}} days' });
}
