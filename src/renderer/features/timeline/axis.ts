/** A part of a run's time that is shown, in milliseconds since the run was created. */
export type Stretch = { from: number; to: number };

/** Nothing is measured finer. */
const shortest = 4;

/** Zooms by a factor, below 1 to see more closely, so that what lies at `at` stays where it is. */
export function zoomed({ from, to }: Stretch, factor: number, at: number, whole: Stretch): Stretch {
  const length = Math.min(whole.to - whole.from, Math.max(shortest, (to - from) * factor));
  const share = to === from ? 0.5 : (at - from) / (to - from);
  return within({ from: at - length * share, to: at + length * (1 - share) }, whole);
}

export function panned({ from, to }: Stretch, by: number, whole: Stretch): Stretch {
  return within({ from: from + by, to: to + by }, whole);
}

/** Moved back into the whole; never longer than that. */
export function within({ from, to }: Stretch, whole: Stretch): Stretch {
  const length = Math.min(to - from, whole.to - whole.from);
  const start = Math.min(Math.max(from, whole.from), whole.to - length);
  return { from: start, to: start + length };
}

export function isWhole(shown: Stretch, whole: Stretch): boolean {
  return shown.from <= whole.from && shown.to >= whole.to;
}

const units = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000];
const longUnits = [2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14_400].map(
  (minutes) => minutes * 60_000,
);

export type Tick = { at: number; label: string };

/** Marks at round times, no nearer to each other than `apart` pixels. */
export function ticksOf({ from, to }: Stretch, width: number, apart = 88): { ticks: Tick[]; step: number } {
  const least = ((to - from) / Math.max(1, width)) * apart;
  const step = [...units, ...longUnits].find((unit) => unit >= least) ?? Math.ceil(least / 14_400_000) * 14_400_000;
  const ticks: Tick[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push({ at, label: tickText(at, step) });
  return { ticks, step };
}

/** "0", "250 ms", "1.5 s", "2:05", "1:00:00". */
function tickText(at: number, step: number): string {
  if (at === 0) return '0';
  if (step < 1000 && at < 1000) return `${at} ms`;
  if (at < 60_000) return `${trimmed(at / 1000, step)} s`;
  const seconds = at / 1000;
  const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60] as const;
  const rest = step < 1000 ? trimmed(parts[2], step) : String(Math.round(parts[2]));
  const padded = rest.split('.')[0]?.length === 1 ? `0${rest}` : rest;
  return parts[0] > 0 ? `${parts[0]}:${String(parts[1]).padStart(2, '0')}:${padded}` : `${parts[1]}:${padded}`;
}

function trimmed(seconds: number, step: number): string {
  const digits = step >= 1000 ? 0 : step >= 100 ? 1 : step >= 10 ? 2 : 3;
  return seconds.toFixed(digits);
}

/** How long something took, from microscopic to days, in three digits at most. */
export function spanText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(2)} s`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.round((ms % 60_000) / 1000)} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
