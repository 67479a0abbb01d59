import { z } from 'zod';
import { defineEvent } from './event.ts';

const modifiers = 'Command|Control|CommandOrControl|Alt|Option|Super|Shift';

/** Keys as Electron names them, `Control+Shift+Space`. */
export const shortcutPattern = String.raw`(?:(?:${modifiers})\+)+(?:[A-Z0-9]|F[1-9]|F1[0-2]|Space|Enter|Tab)`;

/** Keys that start something. Shift alone is how people write. */
export const HotKeys = z
  .string()
  .regex(new RegExp(`^${shortcutPattern}$`), 'expected keys like Control+Shift+K')
  .refine((keys) => !/^(?:Shift\+)+/.test(keys.replace(/\w+$/, '')) || /Command|Control|Alt|Option|Super/.test(keys), {
    error: 'expected Control, Alt or Command among the keys',
  });

/** These keys, of all that are wanted, the system did not give to the app; none any more, where there are none. */
export const keysRefused = defineEvent('keys.refused', () => z.strictObject({ keys: z.array(z.string()) }), {
  ephemeral: true,
});

/** What of a key press tells which keys they are; a `KeyboardEvent` is one. */
export type KeyPress = {
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
};

/** Whether these keys were pressed. */
export function isPressed(keys: string, press: KeyPress, isMac: boolean): boolean {
  const names = keys.split('+');
  const key = names.pop() ?? '';
  const has = (...some: string[]): boolean => some.some((name) => names.includes(name));
  const both = has('CommandOrControl');
  return (
    codeOf(key) === press.code &&
    press.ctrlKey === (has('Control') || (both && !isMac)) &&
    press.metaKey === (has('Command', 'Super') || (both && isMac)) &&
    press.altKey === has('Alt', 'Option') &&
    press.shiftKey === has('Shift')
  );
}

/** The keys of a press as they are written; undefined while only modifiers are held, or where they start nothing. */
export function keysOfPress({ code, ctrlKey, metaKey, altKey, shiftKey }: KeyPress): string | undefined {
  const key = /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? code;
  const held = [ctrlKey && 'Control', metaKey && 'Command', altKey && 'Alt', shiftKey && 'Shift'].filter(Boolean);
  return HotKeys.safeParse([...held, key].join('+')).data;
}

function codeOf(key: string): string {
  if (/^[A-Z]$/.test(key)) return `Key${key}`;
  return /^\d$/.test(key) ? `Digit${key}` : key;
}

const spoken: Record<string, string> = {
  ...{ ctrl: 'Control', control: 'Control', cmd: 'Command', command: 'Command', meta: 'Super', super: 'Super' },
  ...{ mod: 'CommandOrControl', commandorcontrol: 'CommandOrControl', alt: 'Alt', option: 'Option', shift: 'Shift' },
  ...{ space: 'Space', enter: 'Enter', tab: 'Tab' },
};

/** Keys as people write them, `ctrl+shift+k`. */
export function readHotKeys(text: string): string | undefined {
  const names = text.split('+').map((name) => spoken[name.trim().toLowerCase()] ?? name.trim().toUpperCase());
  return HotKeys.safeParse(names.join('+')).data;
}

/** Words that start something when they are said: capitals, punctuation and being called by name make no difference. */
export const SaidPhrase = z
  .string()
  .min(2)
  .max(200)
  .regex(/^[^"“”\n]*[\p{L}\p{N}][^"“”\n]*$/u, 'expected words, without quotation marks');

/** The same for whatever sounds the same. */
export function saidForm(text: string): string {
  const words = text
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{N}\s]/gu, '')
    .trim()
    .replaceAll(/\s+/g, ' ');
  return words.replace(/^(?:(?:hey|ok|okay) )?heron (?=\S)/, '').replace(/(?<=\S) please$/, '');
}
