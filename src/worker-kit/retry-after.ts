const longestMs = 86_400_000;

/**
 * When a server asks to be left alone until, in seconds or as a date (`Retry-After`, RFC 9110, 10.2.3), as far as a day reaches: for the
 * details of a failure. Nothing where it says nothing that can be read.
 */
export function retryAfter(headers: Readonly<Record<string, string>>, now = Date.now()): { retryAfterMs?: number } {
  const said = headers['retry-after']?.trim();
  if (said === undefined || said === '') return {};
  // A date has names in it; of anything else its reader would make some date all the same.
  const ms = /^\d+$/.test(said) ? Number(said) * 1000 : /^[a-z]{3}/i.test(said) ? Date.parse(said) - now : NaN;
  return Number.isNaN(ms) ? {} : { retryAfterMs: Math.min(Math.max(0, ms), longestMs) };
}
