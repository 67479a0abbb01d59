/** An error's message, with the first place of its stack that lies in the worker's own folder. */
export function reasonOf(error: unknown, folder = ''): string {
  if (!(error instanceof Error)) return String(error);
  const place = folder && error.stack?.split('\n').find((line) => /^\s+at /.test(line) && line.includes(folder));
  return place ? `${error.message} (${place.trim()})` : error.message;
}
