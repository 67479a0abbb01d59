import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';

export const now: ActionRun<Actions['now']['input'], Actions['now']['output']> = (input, context) => {
  const epochMs = context.now();
  const zone = input.zone === undefined ? new Intl.DateTimeFormat().resolvedOptions().timeZone : findZone(input.zone);
  const text = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'full', timeStyle: 'medium' });
  return { iso: isoIn(zone, epochMs), zone, epochMs, text: text.format(epochMs) };
};

/** Takes `Europe/Berlin`, and `Berlin` or `new york` where only one zone is named after the city. */
function findZone(asked: string): string {
  const name = asked.trim().replaceAll(' ', '_').toLowerCase();
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const exact = zones.find((zone) => zone.toLowerCase() === name);
  if (exact) return exact;
  const cities = zones.filter((zone) => zone.toLowerCase().endsWith(`/${name}`));
  const [only] = cities;
  if (only && cities.length === 1) return only;
  if (isZone(asked)) return asked;
  const choice = cities.length > 1 ? `it may be ${cities.join(' or ')}` : 'say it like Europe/Berlin';
  return fail('invalid-input', `There is no time zone called ${asked}: ${choice}`, { field: 'zone' });
}

/** Zones have aliases that are not listed, for example US/Eastern. */
function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/** `2026-11-21T14:03:05+01:00` */
function isoIn(zone: string, epochMs: number): string {
  const offset = offsetIn(zone, epochMs);
  return new Date(epochMs + minutesOf(offset) * 60_000).toISOString().slice(0, 19) + offset;
}

/** The zone's distance from UTC at that time, like +01:00. */
function offsetIn(zone: string, epochMs: number): string {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(epochMs).find((part) => part.type === 'timeZoneName')?.value ?? '';
  return name.replace('GMT', '') || '+00:00';
}

function minutesOf(offset: string): number {
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
