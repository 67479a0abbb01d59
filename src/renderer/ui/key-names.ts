const macNames: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Ctrl: '⌃', Enter: '↵', Backspace: '⌫' };
const otherNames: Record<string, string> = { Mod: 'Ctrl', Enter: '↵' };
const spokenNames: Record<string, string> = { ArrowUp: 'up', ArrowDown: 'down', Escape: 'Esc' };
const everywhere: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

export function isMac(): boolean {
  return navigator.platform.startsWith('Mac');
}

/** `Mod+Shift+K` as the keys' caps show it, one entry a key. */
export function keyCaps(keys: string, onMac: boolean): string[] {
  if (keys === '+') return ['+'];
  return keys.split('+').map((key) => (onMac ? macNames[key] : otherNames[key]) ?? everywhere[key] ?? key);
}

/** The same within a sentence: `Ctrl+Shift+K`. */
export function keysInText(keys: string, onMac: boolean): string {
  return keyCaps(keys, onMac).join(onMac ? '' : '+');
}

/** The same for a screen reader, which would stumble over the signs. */
export function spokenKeys(keys: string, onMac: boolean): string {
  const modifier = onMac ? 'Command' : 'Control';
  return keys
    .split('+')
    .map((key) => (key === 'Mod' ? modifier : (spokenNames[key] ?? key)))
    .join(' ');
}
