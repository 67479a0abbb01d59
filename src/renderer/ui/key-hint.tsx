import { isMac, keyCaps, spokenKeys } from './key-names.ts';
import { VisuallyHidden } from './visually-hidden.tsx';

/** A keyboard shortcut, written `Mod+Shift+K`; Mod is ⌘ on a Mac and Ctrl elsewhere. Not shown where fingers rule. */
export function KeyHint({ keys }: { keys: string }) {
  const onMac = isMac();
  return (
    <span className="inline-flex shrink-0 gap-0.5 pointer-coarse:hidden">
      <VisuallyHidden>{spokenKeys(keys, onMac)}</VisuallyHidden>
      {keyCaps(keys, onMac).map((cap) => (
        <kbd
          key={cap}
          aria-hidden
          className="min-w-4.5 rounded-sm border bg-sunken px-1 text-center font-sans text-2xs leading-4 font-medium text-muted"
        >
          {cap}
        </kbd>
      ))}
    </span>
  );
}
