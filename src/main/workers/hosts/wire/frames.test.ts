import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Packet } from '../../../../worker-kit/host-side/messages.ts';
import { createFrameReader, encodeFrame, FrameError } from './frames.ts';

function readAll(bytes: Buffer, pieceLength: number): Packet<unknown>[] {
  const packets: Packet<unknown>[] = [];
  const read = createFrameReader((packet) => packets.push(packet));
  for (let start = 0; start < bytes.length; start += pieceLength) read(bytes.subarray(start, start + pieceLength));
  return packets;
}

function frame(messages: unknown[], bodies: Uint8Array[] = []): Buffer {
  return Buffer.concat(
    encodeFrame(
      messages.map((message) => JSON.stringify(message)),
      bodies,
    ),
  );
}

test('frames arrive whole, however the stream is split', () => {
  const first = frame([{ a: 1 }, { b: 'ü', bytes: 3 }, { c: [], bytes: 0 }], [Uint8Array.of(1, 2, 3)]);
  const second = frame([{ d: 4, bytes: 2 }], [Uint8Array.of(9, 8)]);
  const expected = [
    { message: { a: 1 } },
    { message: { b: 'ü', bytes: 3 }, bytes: Buffer.from([1, 2, 3]) },
    { message: { c: [], bytes: 0 }, bytes: Buffer.alloc(0) },
    { message: { d: 4, bytes: 2 }, bytes: Buffer.from([9, 8]) },
  ];
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 120 }), (length) => {
      expect(readAll(Buffer.concat([first, second]), length)).toEqual(expected);
    }),
  );
});

const lengths = (json: number, body: number, rest = Buffer.alloc(0)): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(json, 0);
  head.writeUInt32LE(body, 4);
  return Buffer.concat([head, rest]);
};

test.each([
  ['JSON of four gigabytes', lengths(0xffffffff, 0)],
  ['a body of four gigabytes', lengths(2, 0xffffffff)],
  ['what is not JSON', lengths(2, 0, Buffer.from('[}'))],
  ['nothing', lengths(0, 0)],
  ['an object', lengths(2, 0, Buffer.from('{}'))],
  ['a body nobody claims', lengths(2, 1, Buffer.from('[]x'))],
  ['a negative length', frame([{ bytes: -1 }])],
  ['a length that is a text', frame([{ bytes: '1' }], [Uint8Array.of(1)])],
  ['more bytes than there are', frame([{ bytes: 2 }], [Uint8Array.of(1)])],
  ['202 brackets in one another', lengths(404, 0, Buffer.from('['.repeat(202) + ']'.repeat(202)))],
])('a frame of %s is refused', (_name, bytes) => {
  expect(() => readAll(bytes, 1000)).toThrow(FrameError);
});

test('brackets in a text are no nesting', () => {
  const message = { text: '[{"\\"['.repeat(1000) };
  expect(readAll(frame([message]), 1000)).toEqual([{ message }]);
});
