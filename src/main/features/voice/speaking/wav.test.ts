import { expect, test } from 'vitest';
import { samplesOf, withRealLength } from './wav.ts';

/** As espeak-ng writes to a pipe: lengths that were never filled in, and a chunk before the samples where wanted. */
function wav(samples: number[], { dataLength = 0x7fff_f000, extra = Buffer.alloc(0) } = {}): Buffer {
  const head = Buffer.alloc(36);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(0x7fff_f024, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt32LE(22_050, 24);
  const data = Buffer.alloc(8 + samples.length * 2);
  data.write('data', 0, 'latin1');
  data.writeUInt32LE(dataLength, 4);
  for (const [at, sample] of samples.entries()) data.writeInt16LE(sample, 8 + at * 2);
  return Buffer.concat([head, extra, data]);
}

test('lengths that are made up are replaced by the real ones', () => {
  const fixed = withRealLength(wav([1, -2, 3]));
  expect(fixed.readUInt32LE(4)).toBe(fixed.length - 8);
  expect(fixed.readUInt32LE(40)).toBe(6);
  expect([...samplesOf(fixed).samples]).toEqual([1, -2, 3]);
  expect(samplesOf(fixed).rate).toBe(22_050);
});

test('a chunk before the samples is passed over', () => {
  const list = Buffer.from('LIST\u0003\0\0\0abc\0', 'latin1');
  expect([...samplesOf(wav([7, 8], { extra: list })).samples]).toEqual([7, 8]);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('this is no sound at all, whoever made it')],
])('%s is no WAV', (_, bytes) => expect(() => withRealLength(bytes)).toThrow('no WAV'));

test('a WAV that ends before its sound is refused', () => {
  expect(() => withRealLength(wav([]).subarray(0, 36))).toThrow('without any sound');
});
