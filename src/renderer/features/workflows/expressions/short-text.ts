/** A value on one line, of so many characters at most. */
export function shortText(value: unknown, most: number): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
