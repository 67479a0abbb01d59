import { isDeepStrictEqual } from 'node:util';
import type { EventOf } from '../../../contract/events.ts';
import { Settings } from '../../../contract/settings.ts';
import { once } from '../../base/once.ts';

export type SettingName = keyof Settings;
/** Looked up when they are first wanted: all schemas of the settings are made for it. */
export const settingNames = once(() => Object.keys(Settings.shape) as SettingName[]);

type Change = EventOf<'settings.changed'>;

/**
 * What undoing puts back: of the last change that was not undone, the settings it changed, as they were before. A
 * setting that an older Heron did not know is not among them.
 */
export function undoOf(changes: readonly Change[], defaults: Settings): Partial<Settings> {
  const standing: { before: Change | undefined; change: Change }[] = [];
  for (const [index, change] of changes.entries()) {
    if (change.payload.by === 'undo') standing.pop();
    else standing.push({ before: changes[index - 1], change });
  }
  const last = standing.at(-1);
  if (!last) return {};
  const before = last.before ? knownOf(last.before) : defaults;
  return differing(knownOf(last.change), before);
}

/** Of what an older Heron wrote, the settings that there still are, with values that they still have. */
function knownOf({ payload: { settings } }: Change): Partial<Settings> {
  const known = new Map(Object.entries(settings));
  const parsed = settingNames().map((name) => [name, Settings.shape[name].safeParse(known.get(name)).data] as const);
  return Object.fromEntries(parsed.filter(([, value]) => value !== undefined));
}

/** The fields of `wanted` that `given` has otherwise. */
export function differing(given: Partial<Settings>, wanted: Partial<Settings>): Partial<Settings> {
  const names = settingNames().filter((name) => wanted[name] !== undefined);
  return Object.fromEntries(
    names.filter((name) => !isDeepStrictEqual(given[name], wanted[name])).map((name) => [name, wanted[name]]),
  );
}
