import type { TextCodec, TextStreamDecoder } from './text-codec.ts';

/** UTF-8 in the language alone, after the WHATWG Encoding Standard (a wrong sequence is one U+FFFD a maximal part). */
export const plainTextCodec: TextCodec = { encode, createDecoder };

const replacement = 0xfffd;
/** String.fromCharCode takes its units as arguments, and the stack has room for so many. */
const unitsAtOnce = 4096;

function encode(text: string): Uint8Array {
  const bytes = new Uint8Array(encodedLength(text));
  let at = 0;
  for (let index = 0; index < text.length; index += 1) {
    let point = text.codePointAt(index) ?? replacement;
    if (point > 0xffff) index += 1;
    else if (point >= 0xd800 && point <= 0xdfff) point = replacement;
    if (point < 0x80) {
      bytes[at++] = point;
    } else if (point < 0x800) {
      bytes[at++] = 0xc0 | (point >> 6);
      bytes[at++] = 0x80 | (point & 0x3f);
    } else if (point < 0x10000) {
      bytes[at++] = 0xe0 | (point >> 12);
      bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[at++] = 0x80 | (point & 0x3f);
    } else {
      bytes[at++] = 0xf0 | (point >> 18);
      bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
      bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[at++] = 0x80 | (point & 0x3f);
    }
  }
  return bytes;
}

function encodedLength(text: string): number {
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    const point = text.codePointAt(index) ?? 0;
    if (point > 0xffff) index += 1;
    length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return length;
}

function createDecoder(): TextStreamDecoder {
  let point = 0;
  let missing = 0;
  /** Bounds of the next byte: the lead byte rules out overlong forms, surrogates and what lies beyond U+10FFFF. */
  let lowest = 0x80;
  let highest = 0xbf;
  let isAtStart = true;

  function write(bytes: Uint8Array): string {
    const output = createUnits();
    for (let index = 0; index < bytes.length; index += 1) {
      const byte = bytes[index] ?? 0;
      if (missing === 0) {
        if (byte < 0x80) add(byte, output);
        else begin(byte, output);
      } else if (byte < lowest || byte > highest) {
        missing = 0;
        add(replacement, output);
        index -= 1; // this byte may begin the next character
      } else {
        lowest = 0x80;
        highest = 0xbf;
        point = (point << 6) | (byte & 0x3f);
        missing -= 1;
        if (missing === 0) add(point, output);
      }
    }
    return output.end();
  }

  function begin(byte: number, output: Units): void {
    lowest = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    highest = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    missing =
      byte >= 0xc2 && byte <= 0xdf ? 1 : byte >= 0xe0 && byte <= 0xef ? 2 : byte >= 0xf0 && byte <= 0xf4 ? 3 : 0;
    point = byte & (0x3f >> missing);
    if (missing === 0) add(replacement, output);
  }

  function add(character: number, output: Units): void {
    if (!isAtStart || character !== 0xfeff) output.add(character);
    isAtStart = false;
  }

  return {
    write,
    end() {
      const rest = missing === 0 ? '' : String.fromCharCode(replacement);
      missing = 0;
      return rest;
    },
  };
}

type Units = ReturnType<typeof createUnits>;

function createUnits() {
  const units = new Uint16Array(unitsAtOnce);
  let used = 0;
  let text = '';
  const flush = (): void => {
    text += String.fromCharCode(...units.subarray(0, used));
    used = 0;
  };
  return {
    add(point: number): void {
      if (used + 2 > unitsAtOnce) flush();
      if (point > 0xffff) {
        units[used++] = 0xd7c0 + (point >> 10);
        units[used++] = 0xdc00 | (point & 0x3ff);
      } else {
        units[used++] = point;
      }
    },
    end(): string {
      flush();
      return text;
    },
  };
}
