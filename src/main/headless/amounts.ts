import { InvalidArgumentError } from 'commander';

const durations: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const sizes: Record<string, number> = {
  ...{ '': 1, B: 1, K: 1024, KB: 1024, M: 1024 ** 2, MB: 1024 ** 2 },
  ...{ G: 1024 ** 3, GB: 1024 ** 3, T: 1024 ** 4, TB: 1024 ** 4 },
};

/** `30d`, `12h`, `2w` in milliseconds. */
export function parseAge(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([mhdw])$/.exec(text.trim()) ?? [];
  const factor = durations[unit ?? ''];
  if (number === undefined || factor === undefined)
    throw new InvalidArgumentError('expected an age like 30d, 12h or 2w');
  return Math.round(Number(number) * factor);
}

/** `2GB`, `500MB` in bytes. */
export function parseSize(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([KMGT]?B?)$/i.exec(text.trim()) ?? [];
  const factor = sizes[unit?.toUpperCase() ?? '?'];
  if (number === undefined || factor === undefined) throw new InvalidArgumentError('expected a size like 2GB or 500MB');
  return Math.round(Number(number) * factor);
}

export function sizeText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
