import type { EventStore, JSONRPCMessage } from '@modelcontextprotocol/server';

type Kept = { number: number; streamId: string; message: JSONRPCMessage; characters: number };

/** Of one session. What is older is not told again. */
const mostMessages = 1000;
const mostCharacters = 8_000_000;

/** The last messages of a session, for a client that lost its connection and asks for what it missed. */
export function createKeptMessages(): EventStore {
  const kept: Kept[] = [];
  let last = 0;
  let characters = 0;

  function find(eventId: string): Kept | undefined {
    return kept.find(({ number }) => String(number) === eventId);
  }

  return {
    async storeEvent(streamId, message) {
      last += 1;
      const size = JSON.stringify(message).length;
      kept.push({ number: last, streamId, message, characters: size });
      characters += size;
      while (kept.length > mostMessages || (characters > mostCharacters && kept.length > 1)) {
        characters -= kept.shift()?.characters ?? 0;
      }
      return String(last);
    },
    getStreamIdForEventId: async (eventId) => find(eventId)?.streamId,
    async replayEventsAfter(lastEventId, { send }) {
      const from = find(lastEventId);
      if (!from) throw new Error('What came after this message is not kept any more');
      const missed = kept.filter(({ streamId, number }) => streamId === from.streamId && number > from.number);
      // A first message without content says only where the stream begins.
      for (const { number, message } of missed.filter(({ message: { jsonrpc } }) => jsonrpc === '2.0')) {
        await send(String(number), message);
      }
      return from.streamId;
    },
  };
}
