/** Joins what is truthy. Of two classes for one property neither surely wins, so pass `className` for layout only. */
export function classNames(...parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' ');
}
