export interface TextPart {
  text: string;
  /** Set when the character cannot be seen, or changes how its neighbours are: its code point, like `U+202E`. */
  hidden?: string;
}

// Controls and format characters: right-to-left overrides, zero-width spaces, escapes. Not tab, not a line's end, and
// not the joiner inside an emoji.
const hiddenCharacter = /(?!\r?\n|\r$)(?<!\p{Extended_Pictographic}\uFE0F?(?=\u200D))[[\p{Cc}\p{Cf}]--[\t\n]]/gv;

/** Splits a text so that what hides in it can be shown: a command must be what it looks like before it is allowed. */
export function revealHidden(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(hiddenCharacter)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    const code = match[0].codePointAt(0) ?? 0;
    parts.push({ text: match[0], hidden: `U+${code.toString(16).toUpperCase().padStart(4, '0')}` });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}
