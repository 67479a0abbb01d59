/** A call to the person is asked for in shorter words than other work: “call me at 9”, “call me in 20 minutes and say …”. */
const call = String.raw`(?:(?:call|ring|phone|wake) me(?: (?:up|back))?|give me a (?:call|ring))`;
const words = new RegExp(String.raw`^(.*?\b${call})\s+(.+?)\s+((?:and|to)\s+(?:say|tell me)\s.+)$`, 'is');
const bareHour = new RegExp(String.raw`^((?:.*\b)?${call}\b.*?)\s+at\s+(1?\d|2[0-3])$`, 'is');

/** The sentence with the time at its end. */
export function withTimeLast(sentence: string): string | undefined {
  const match = words.exec(sentence);
  return match ? `${match[1]} ${match[3]} ${match[2]}` : undefined;
}

/**
 * “Call me at 9” is the next 9 of the clock on the wall, before or after noon. `hour` and `minute` are what that shows now.
 */
export function withWholeHour(
  sentence: string,
  { hour, minute }: { hour: number; minute: number },
): string | undefined {
  const match = bareHour.exec(sentence);
  if (!match) return undefined;
  const named = Number(match[2]);
  const hours = named >= 1 && named <= 12 ? [named % 12, (named % 12) + 12] : [named];
  const isAhead = (each: number): boolean => each > hour || (each === hour && minute === 0);
  const next = hours.find(isAhead) ?? hours[0] ?? named;
  return `${match[1]} at ${next}:00`;
}
