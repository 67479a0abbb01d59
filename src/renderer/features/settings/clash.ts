import { patchSettings, type Settings, type SettingsPatch } from '../../../contract/settings.ts';

export type ClashRow = { key: string; mine: string; theirs: string };
export type SettingsClash = { patch: SettingsPatch; rows: ClashRow[] };

/** What both have changed, each in another way; undefined when one's own change can go on top of the other. */
export function clashOf(patch: SettingsPatch, base: Settings, theirs: Settings): SettingsClash | undefined {
  const mine = patchSettings(base, patch);
  const rows = (Object.keys(patch) as (keyof Settings)[]).flatMap((key) => fieldsOf(key, { base, mine, theirs }));
  return rows.length > 0 ? { patch, rows } : undefined;
}

type Three = { base: unknown; mine: unknown; theirs: unknown };

function fieldsOf(key: keyof Settings, all: { base: Settings; mine: Settings; theirs: Settings }): ClashRow[] {
  return apart(key, { base: all.base[key], mine: all.mine[key], theirs: all.theirs[key] });
}

/** Down to the single fields, so that two who change different ones of a group are in nobody's way. */
function apart(path: string, { base, mine, theirs }: Three): ClashRow[] {
  if (isSame(mine, base) || isSame(theirs, base) || isSame(mine, theirs)) return [];
  if (!isFields(base) || !isFields(mine) || !isFields(theirs)) {
    return [{ key: path, mine: JSON.stringify(mine), theirs: JSON.stringify(theirs) }];
  }
  const names = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
  return [...names].flatMap((name) =>
    apart(`${path}.${name}`, { base: base[name], mine: mine[name], theirs: theirs[name] }),
  );
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(a: unknown, b: unknown): boolean {
  if (!isFields(a) || !isFields(b)) return JSON.stringify(a) === JSON.stringify(b);
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => isSame(a[name], b[name]));
}
