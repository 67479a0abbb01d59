/** A text or number of a file as a text; anything else, and nothing, is `otherwise`. */
export function wordOf(value: unknown, otherwise = ''): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise;
}
