export type Message = Record<string, unknown>;

/** A node's settings, and the messages that it is sent one after the other. */
export type Case = { type: string; settings: object; messages: Message[] };

/** What Node-RED sent at each output, without its ids, and how many failures a Catch node heard of. */
export type Expected = { outputs: Message[][]; failures: number };

/** Many settings of one node over the same messages. */
export function each(type: string, messages: Message[], settings: readonly object[]): Case[] {
  return settings.map((one) => ({ type, settings: one, messages }));
}

export const payloads = (...list: unknown[]): Message[] => list.map((payload) => ({ payload }));

/** Without what is different at every run: ids of messages and of sequences. */
export function withoutIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIds);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([key, one]) => {
    if (['_msgid', '_event', 'source', 'stack'].includes(key)) return false;
    return !(key === 'id' && 'index' in value) && one !== undefined;
  });
  return Object.fromEntries(
    fields.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, withoutIds(one)]),
  );
}
