/** What a thread of the bare pool does. */
export function giveBack(value: unknown): unknown {
  return value;
}
