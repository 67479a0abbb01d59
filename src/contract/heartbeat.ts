/** What a model answers when nothing needs anybody's attention. */
export const heartbeatToken = 'HEARTBEAT_OK';

/** So much beside the token is still nothing. */
const mostBeside = 300;

/**
 * What of the answer to a heartbeat is told; undefined: nothing. The token counts at the start or the end, whatever marks it
 * up there; in the middle of a text it is a word like any other.
 */
export function toldOfHeartbeat(answer: string): string | undefined {
  const text = answer.trim();
  const token = String.raw`[*_\`"\u201C\u201D]*${heartbeatToken}[*_\`"\u201C\u201D]*[.!]?`;
  const atStart = new RegExp(String.raw`^${token}(?!\w)\s*`);
  const atEnd = new RegExp(String.raw`\s*(?<!\w)${token}$`);
  const rest = text.replace(atStart, '').replace(atEnd, '').trim();
  if (rest === text) return text === '' ? undefined : text;
  return rest.length <= mostBeside ? undefined : rest;
}
