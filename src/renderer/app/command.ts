import type { LucideIcon } from 'lucide-react';

/** What a person can have done by its name: in the palette, and where a message is written after a slash. */
export type Command = {
  /** The word after the slash. */
  word: string;
  label: string;
  hint?: string;
  icon: LucideIcon;
  keys?: string | undefined;
  keywords?: string[];
  /** What may stand after the word. */
  argument?: { words: string; isNeeded?: true; options?: readonly string[] };
  /** `argument` is what stands after the word, without spaces around it. */
  run: (argument: string) => void;
};
