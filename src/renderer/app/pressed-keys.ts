import { commandKeysForm } from '../../contract/shortcuts.ts';

type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** A press as settings write it, `Mod+Shift+K`; undefined for what can be no shortcut. */
export function pressedKeys(event: Press, onMac: boolean): string | undefined {
  const isMod = onMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  const isAltAlone = event.altKey && !event.ctrlKey && !event.metaKey;
  const key = mainKey(event);
  if (!(isMod || isAltAlone) || key === undefined) return undefined;
  const keys = [isMod && 'Mod', event.altKey && 'Alt', event.shiftKey && 'Shift', key].filter(Boolean).join('+');
  return commandKeysForm.test(keys) ? keys : undefined;
}

/** Letters by what they write, where that is one; digits by where they are, as some keyboards have them under Shift. */
function mainKey({ key, code }: Press): string | undefined {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return digit;
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  return /^Key([A-Z])$/.exec(code)?.[1] ?? (/^(?:F\d{1,2}|.)$/.test(key) ? key : undefined);
}
