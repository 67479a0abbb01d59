import { patchSettings, type Settings, type SettingsPatch } from '../../../contract/settings.ts';
import { type ClashRow, clashingFields } from '../../engine/clashing-fields.ts';

export type SettingsClash = { patch: SettingsPatch; rows: ClashRow[] };

/** What both have changed, each in another way; undefined when one's own change can go on top of the other. */
export function clashOf(patch: SettingsPatch, base: Settings, theirs: Settings): SettingsClash | undefined {
  const mine = patchSettings(base, patch);
  const rows = (Object.keys(patch) as (keyof Settings)[]).flatMap((key) =>
    clashingFields(key, { base: base[key], mine: mine[key], theirs: theirs[key] }),
  );
  return rows.length > 0 ? { patch, rows } : undefined;
}
