/** An error's message, with the first place of its stack that says where. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = error.stack?.split('\n').find((line) => /^\s+at /.test(line) && !line.includes('node:internal'));
  return place ? `${error.message} (${place.trim()})` : error.message;
}
