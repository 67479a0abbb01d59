/**
 * Text of files, programs and servers as a terminal may show it: what would move the cursor, change colours or turn
 * the reading direction is written out, so that nobody can draw a different question than the one that is asked.
 */
export function printable(text: string): string {
  return text.replaceAll(deceptive, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** As `printable`, on one line. */
export function printableLine(text: string): string {
  return printable(text).replaceAll(/[\n\t]/g, (character) => (character === '\n' ? '\\n' : '\\t'));
}

/** Control characters but line feed and tab; marks that change the reading direction; separators of lines and paragraphs. */
const deceptive = /[\p{Cc}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{2028}\u{2029}\u{feff}](?<![\n\t])/gu;
