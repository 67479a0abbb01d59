import { StringDecoder } from 'node:string_decoder';
import type { JSONRPCMessage } from '@modelcontextprotocol/client';

export type ReaderParts = {
  onMessage: (message: JSONRPCMessage) => void;
  /** A line that is no message; its beginning. */
  onGarbage: (line: string) => void;
  /** It cannot go on. */
  onTooMuch: (why: string) => void;
};

const longestMessage = 16 * 1024 * 1024;
const mostGarbage = 100;

/** Finds messages in what a server prints: one a line. A little of something else is passed over. */
export function createMessageReader({ onMessage, onGarbage, onTooMuch }: ReaderParts) {
  const decoder = new StringDecoder('utf8');
  let pieces: string[] = [];
  let length = 0;
  let garbage = 0;
  let isOver = false;

  function stop(why: string): void {
    isOver = true;
    pieces = [];
    onTooMuch(why);
  }

  function read(line: string): void {
    if (line.trim() === '') return;
    const message = parse(line);
    if (message) return onMessage(message);
    garbage += 1;
    if (garbage <= mostGarbage) return onGarbage(line.slice(0, 200));
    stop(`It printed more than ${mostGarbage} lines that are no messages`);
  }

  return {
    take(bytes: Buffer): void {
      if (isOver) return;
      const lines = decoder.write(bytes).split('\n');
      const rest = lines.pop() ?? '';
      for (const line of lines) {
        if (isOver) return;
        read(pieces.join('') + line);
        pieces = [];
        length = 0;
      }
      pieces.push(rest);
      length += rest.length;
      if (length > longestMessage) stop(`It sent a message of more than ${longestMessage / 1024 / 1024} MB`);
    },
  };
}

function parse(line: string): JSONRPCMessage | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isMessage = typeof value === 'object' && value !== null && 'jsonrpc' in value && value.jsonrpc === '2.0';
    return isMessage ? (value as JSONRPCMessage) : undefined;
  } catch {
    return undefined;
  }
}
