import type { Entry } from './entry.ts';
import { entryOf } from './formats.ts';

const newline = 0x0a;
const longestField = 1024 * 1024;

/**
 * Entries of journald's export format: lines `NAME=value`, or `NAME`, a length in eight bytes and that many bytes; an
 * empty line ends an entry. Gives undefined for a line that is neither.
 */
export async function* journalEntries(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Entry | undefined> {
  let bytes = Buffer.alloc(0);
  let fields: Record<string, string> = {};
  for await (const chunk of chunks) {
    bytes = Buffer.concat([bytes, chunk]);
    let at = 0;
    for (;;) {
      const field = readField(bytes, at);
      if (field === 'unfinished') break;
      at = field.next;
      if (field.name !== undefined) fields[field.name] = field.value;
      else if (!field.isEnd) yield undefined;
      else if (Object.keys(fields).length > 0) {
        yield entryOf(fields);
        fields = {};
      }
    }
    bytes = Buffer.from(bytes.subarray(at));
    if (bytes.byteLength > longestField) {
      bytes = Buffer.alloc(0);
      yield undefined;
    }
  }
  if (Object.keys(fields).length > 0) yield entryOf(fields);
}

type Field = { next: number; name?: string; value: string; isEnd: boolean };

function readField(bytes: Buffer, at: number): Field | 'unfinished' {
  const end = bytes.indexOf(newline, at);
  if (end === -1) return 'unfinished';
  const line = bytes.toString('utf8', at, end);
  if (line === '') return { next: end + 1, value: '', isEnd: true };
  const mark = line.indexOf('=');
  if (mark > 0) return { next: end + 1, name: line.slice(0, mark), value: line.slice(mark + 1), isEnd: false };
  if (!/^[A-Z_][A-Z0-9_]*$/.test(line)) return { next: end + 1, value: '', isEnd: false };
  if (bytes.byteLength < end + 9) return 'unfinished';
  const length = Number(bytes.readBigUInt64LE(end + 1));
  if (length > longestField) return { next: end + 1, value: '', isEnd: false };
  const stop = end + 9 + length;
  if (bytes.byteLength < stop + 1) return 'unfinished';
  return { next: stop + 1, name: line, value: bytes.toString('utf8', end + 9, stop), isEnd: false };
}
